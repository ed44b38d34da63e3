/** From Kafka's records to blocks in which every record has its fate. */
package dev.tidemark.read;
