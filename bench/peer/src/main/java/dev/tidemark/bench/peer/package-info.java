/**
 * What all peers need and none is measured by: where to read and write, an event and its parser,
 * rows and how they are written. Nothing of Tidemark's own pipeline is used here.
 */
package dev.tidemark.bench.peer;
