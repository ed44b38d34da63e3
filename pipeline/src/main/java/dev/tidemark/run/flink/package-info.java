/** The graph as a job on a Flink cluster: what is asked of it, and told to it, over REST. */
package dev.tidemark.run.flink;
