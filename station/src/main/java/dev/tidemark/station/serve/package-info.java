/** The web server with all its parts, over one topic and one database. */
package dev.tidemark.station.serve;
