package dev.tidemark;

import dev.tidemark.aggregate.MergePanes.Firing;
import dev.tidemark.enrich.Enrichment;
import dev.tidemark.event.Lateness;
import dev.tidemark.metric.Metric;
import java.util.List;

/**
 * What the graph is to do with events, wherever they come from and go to.
 *
 * @param metrics what is computed
 * @param shards into how many parts the keys of a metric are dealt
 */
public record Traffic(
    Enrichment enrichment, List<Metric> metrics, int shards, Lateness lateness, Firing firing) {}
