/** Events from browsers and servers, on their way into the topic. */
package dev.tidemark.station.web.ingest;
