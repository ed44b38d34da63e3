/** Job core on Beam, from the textbook. */
package dev.tidemark.bench.beam;
