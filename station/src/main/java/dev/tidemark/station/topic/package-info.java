/** Events on their way into the topic. */
package dev.tidemark.station.topic;
