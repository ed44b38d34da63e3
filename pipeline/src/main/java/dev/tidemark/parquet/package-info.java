/** What stands in a file of the lake, whoever asks. */
package dev.tidemark.parquet;
