/** What a person starts: the command line and all that stands around the graph. */
package dev.tidemark.station;
