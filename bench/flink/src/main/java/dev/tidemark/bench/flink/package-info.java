/** Job core on native Flink, once from the textbook and once optimised by hand. */
package dev.tidemark.bench.flink;
