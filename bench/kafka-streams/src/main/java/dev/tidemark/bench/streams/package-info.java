/** Job core on Kafka Streams, once in its DSL and once by its Processor API. */
package dev.tidemark.bench.streams;
