/** The program around the graph: options, engines, rounds. */
package dev.tidemark.run;
