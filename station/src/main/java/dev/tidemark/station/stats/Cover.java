package dev.tidemark.station.stats;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

/**
 * The pieces that make up the buckets of an answer without a gap or an overlap: spans that are
 * summarised, and for the rest stretches of windows.
 */
record Cover(List<Summary> summaries, List<Stretch> stretches) {

  /** A summarised span, and the bucket that it belongs to. */
  record Summary(int bucket, Span span) {}

  /** Windows from a start to a start, and the bucket that they belong to. */
  record Stretch(int bucket, Instant from, Instant to) {

    /**
     * The stretches as a table {@code p} of {@code bucket}, {@code lower_end}, {@code upper_end}.
     */
    static Sql table(List<Stretch> stretches) {
      return Sql.of("unnest(")
          .numbers(stretches.stream().map(Stretch::bucket).toList())
          .text(", ")
          .times(stretches.stream().map(Stretch::from).toList())
          .text(", ")
          .times(stretches.stream().map(Stretch::to).toList())
          .text(") AS p(bucket, lower_end, upper_end)");
    }
  }

  static Cover of(List<Bucket> buckets, Spans summarised) {
    Cover cover = new Cover(new ArrayList<>(), new ArrayList<>());
    for (int i = 0; i < buckets.size(); i++) {
      cover.add(i, buckets.get(i), summarised);
    }
    return cover;
  }

  private void add(int index, Bucket bucket, Spans summarised) {
    Instant open = bucket.from();
    Instant at = bucket.from();
    while (at.isBefore(bucket.to())) {
      Span span = summarised.longestWithin(at, bucket.to());
      if (span == null) {
        Instant next = Span.hour(at).end();
        at = next.isBefore(bucket.to()) ? next : bucket.to();
      } else {
        addStretch(index, open, at);
        summaries.add(new Summary(index, span));
        at = span.end();
        open = at;
      }
    }
    addStretch(index, open, at);
  }

  private void addStretch(int bucket, Instant from, Instant to) {
    if (from.isBefore(to)) {
      stretches.add(new Stretch(bucket, from, to));
    }
  }
}
