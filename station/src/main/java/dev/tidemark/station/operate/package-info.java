/** Tools for whoever operates a stream: each a command. */
package dev.tidemark.station.operate;
