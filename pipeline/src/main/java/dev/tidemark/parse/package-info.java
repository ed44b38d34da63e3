/** Finds the fields of an event in its bytes; free of Beam, and free of garbage where it is hot. */
package dev.tidemark.parse;
