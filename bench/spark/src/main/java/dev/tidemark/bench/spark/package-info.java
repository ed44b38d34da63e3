/** Job core on Spark Structured Streaming. */
package dev.tidemark.bench.spark;
