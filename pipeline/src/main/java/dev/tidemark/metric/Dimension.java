package dev.tidemark.metric;

import dev.tidemark.event.EnrichedView;
import java.io.Serializable;

/** One column of a metric's key. What an event does not tell is the empty string. */
public record Dimension(String column, Type type, Metric.Text of) implements Serializable {

  /** How the column is declared in the table. */
  public enum Type {
    TEXT,
    BOOLEAN
  }

  /** The event's value in this column, as text. */
  public String value(EnrichedView view) {
    String value = of.of(view);
    return value == null ? "" : value;
  }
}
