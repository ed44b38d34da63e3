/** A real broker and a real database in this process, for a first try and for every test. */
package dev.tidemark.servers;
