/** The web server and what all its parts share. */
package dev.tidemark.station.web;
