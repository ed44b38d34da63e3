package dev.tidemark.metric;

import dev.tidemark.event.EnrichedView;
import dev.tidemark.event.Part;
import java.io.Serializable;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.regex.Pattern;

/** One declared figure: what is counted, by what, over which windows, into which table. */
public final class Metric implements Serializable {

  /** Reads a text from an event; null where the event does not tell. */
  @FunctionalInterface
  public interface Text extends Serializable {
    String of(EnrichedView view);
  }

  /** Reads a number from an event. */
  @FunctionalInterface
  public interface Amount extends Serializable {
    long of(EnrichedView view);
  }

  /** Answers a question about an event. */
  @FunctionalInterface
  public interface Condition extends Serializable {
    boolean of(EnrichedView view);
  }

  private record Total(int dimension, String value) implements Serializable {}

  private final String table;
  private final Windows windows;
  private final Condition condition;
  private final List<Dimension> dimensions;
  private final List<Aggregator> aggregators;
  private final Total total;
  private final Set<Part> parts;

  private Metric(Builder declared) {
    table = declared.table;
    windows = declared.windows;
    condition = declared.condition;
    dimensions = List.copyOf(declared.dimensions);
    aggregators = List.copyOf(declared.aggregators);
    total = declared.total;
    parts = declared.parts;
  }

  private Metric(Metric other, String table, Windows windows) {
    this.table = table;
    this.windows = windows;
    condition = other.condition;
    dimensions = other.dimensions;
    aggregators = other.aggregators;
    total = other.total;
    parts = other.parts;
  }

  /** The same figure in a table of another name, over other windows. */
  public Metric in(String otherTable, Windows otherWindows) {
    return new Metric(this, Builder.identifier(otherTable), otherWindows);
  }

  public static Builder named(String table) {
    return new Builder(table);
  }

  public String table() {
    return table;
  }

  public Windows windows() {
    return windows;
  }

  public List<Dimension> dimensions() {
    return dimensions;
  }

  public List<Aggregator> aggregators() {
    return aggregators;
  }

  /** The parts of an event that the figure is made of; the others may be missing. */
  public Set<Part> parts() {
    return parts;
  }

  /** Whether the event has a part in this figure at all. */
  public boolean counts(EnrichedView view) {
    return condition.of(view);
  }

  /** Reads the texts of the key under which the event counts, one a dimension. */
  public void key(EnrichedView view, String[] into) {
    for (int i = 0; i < into.length; i++) {
      into[i] = dimensions.get(i).value(view);
    }
  }

  /**
   * Makes the key of an event that of the total under which it counts a second time; false when
   * there is none, or when the event's own key is the total's already, so that nothing counts
   * twice.
   */
  public boolean toTotal(String[] key) {
    if (total == null || key[total.dimension].equals(total.value)) {
      return false;
    }
    key[total.dimension] = total.value;
    return true;
  }

  /** The keys under which the event counts: one, or two with a total. */
  public List<byte[]> keys(EnrichedView view) {
    String[] texts = new String[dimensions.size()];
    key(view, texts);
    byte[] own = new Key().of(texts).toBytes();
    return toTotal(texts) ? List.of(own, new Key().of(texts).toBytes()) : List.of(own);
  }

  @Override
  public String toString() {
    return table;
  }

  /** Declares a metric, column by column in the order of its table. */
  public static final class Builder {
    private static final Pattern IDENTIFIER = Pattern.compile("[a-z][a-z0-9_]{0,62}");
    private static final Set<String> GIVEN =
        Set.of("window_start", "window_end", "key_hash", "events", "generation", "updated_at");

    private final String table;
    private final List<Dimension> dimensions = new ArrayList<>();
    private final List<Aggregator> aggregators = new ArrayList<>();
    private final Set<String> columns = new HashSet<>(GIVEN);
    private Windows windows;
    private Condition condition = view -> true;
    private Total total;
    private Set<Part> parts = Part.ALL;

    private Builder(String table) {
      this.table = identifier(table);
    }

    public Builder over(Windows declared) {
      windows = declared;
      return this;
    }

    /** Only events for which this holds have a part in the figure. */
    public Builder when(Condition declared) {
      condition = declared;
      return this;
    }

    /**
     * Of an event's parts only these are read, so nobody need find out the others for this figure.
     */
    public Builder readingOnly(Part... declared) {
      parts = Set.of(declared);
      return this;
    }

    public Builder by(String column, Text of) {
      dimensions.add(new Dimension(column(column), Dimension.Type.TEXT, of));
      return this;
    }

    public Builder byFlag(String column, Condition of) {
      Text text = view -> Boolean.toString(of.of(view));
      dimensions.add(new Dimension(column(column), Dimension.Type.BOOLEAN, text));
      return this;
    }

    /** Every event counts a second time, under the key whose column holds this value instead. */
    public Builder withTotal(String column, String value) {
      for (int i = 0; i < dimensions.size(); i++) {
        Dimension dimension = dimensions.get(i);
        if (dimension.column().equals(column) && dimension.type() == Dimension.Type.TEXT) {
          total = new Total(i, value);
          return this;
        }
      }
      throw new IllegalArgumentException(table + " has no text column " + column + " to total");
    }

    public Builder count(String column) {
      aggregators.add(new Aggregator.Count(column(column)));
      return this;
    }

    public Builder sum(String column, Amount of) {
      return number(column, Aggregator.Fold.SUM, of);
    }

    public Builder min(String column, Amount of) {
      return number(column, Aggregator.Fold.MIN, of);
    }

    public Builder max(String column, Amount of) {
      return number(column, Aggregator.Fold.MAX, of);
    }

    public Builder distinct(String column, String sketchColumn, Text of) {
      aggregators.add(new Aggregator.Distinct(column(column), column(sketchColumn), of));
      return this;
    }

    public Builder latest(String column, Text of) {
      aggregators.add(new Aggregator.Latest(column(column), of));
      return this;
    }

    public Metric build() {
      if (windows == null || aggregators.isEmpty()) {
        throw new IllegalArgumentException(table + " needs windows and something to compute");
      }
      return new Metric(this);
    }

    private Builder number(String column, Aggregator.Fold fold, Amount of) {
      aggregators.add(new Aggregator.Folded(column(column), fold, of));
      return this;
    }

    private String column(String name) {
      if (!columns.add(identifier(name))) {
        throw new IllegalArgumentException(table + " has two columns named " + name);
      }
      return name;
    }

    // Names stand in SQL statements as they are, so nothing that needs quoting gets this far.
    private static String identifier(String name) {
      if (!IDENTIFIER.matcher(name).matches()) {
        throw new IllegalArgumentException("Not a plain SQL name: " + name);
      }
      return name;
    }
  }
}
