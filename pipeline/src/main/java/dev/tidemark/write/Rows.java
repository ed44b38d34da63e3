package dev.tidemark.write;

import dev.tidemark.write.Table.Column;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/** Rows of one table, in the order in which they came. */
public final class Rows {
  private final Table table;
  private final List<Column> columns;
  private final List<Object[]> rows = new ArrayList<>();

  public Rows(Table table) {
    this.table = table;
    this.columns = table.given().toList();
  }

  public Table table() {
    return table;
  }

  public int size() {
    return rows.size();
  }

  public boolean isEmpty() {
    return rows.isEmpty();
  }

  /** Adds a row: one value for each column that the program gives, null where there is none. */
  public void add(Object... values) {
    if (values.length != columns.size()) {
      throw new IllegalArgumentException(
          "%s takes %d values, not %d".formatted(table.name(), columns.size(), values.length));
    }
    Object[] row = new Object[values.length];
    for (int i = 0; i < row.length; i++) {
      Column column = columns.get(i);
      if (!column.type().takes(values[i])) {
        throw new IllegalArgumentException(
            "%s.%s does not take a %s"
                .formatted(table.name(), column.name(), values[i].getClass().getSimpleName()));
      }
      row[i] = values[i] instanceof String text ? storable(text) : values[i];
    }
    rows.add(row);
  }

  /** What a row holds in a column. */
  public Object get(int row, String column) {
    return rows.get(row)[table.place(column)];
  }

  /** What a row holds in one of the columns that the program gives. */
  Object get(int row, int column) {
    return rows.get(row)[column];
  }

  /** A row for a person's eyes: a line a column, without what nobody can read. */
  String text(int row) {
    StringBuilder text = new StringBuilder();
    for (Column column : columns) {
      if (column.type() != Table.Type.BYTES) {
        text.append(column.name()).append('=').append(get(row, column.name())).append('\n');
      }
    }
    return text.toString();
  }

  public void clear() {
    rows.clear();
  }

  /** One column of the given rows, as an array of its Java type. */
  Object[] column(int column, List<Integer> of) {
    Object[] values = columns.get(column).type().array(of.size());
    for (int i = 0; i < values.length; i++) {
      values[i] = rows.get(of.get(i))[column];
    }
    return values;
  }

  /** All columns of the given rows. */
  Object[][] columns(List<Integer> of) {
    Object[][] values = new Object[columns.size()][];
    for (int column = 0; column < values.length; column++) {
      values[column] = column(column, of);
    }
    return values;
  }

  /** The rows that count, one a key, in the order of their keys, in which every writer locks. */
  List<Integer> inKeyOrder() {
    Comparator<Object[]> byKey = by(table.key());
    Comparator<Object[]> byRank = by(table.conflict().rank());
    List<Integer> order = new ArrayList<>(rows.size());
    for (int i = 0; i < rows.size(); i++) {
      order.add(i);
    }
    order.sort((a, b) -> byKey.compare(rows.get(a), rows.get(b)));
    List<Integer> kept = new ArrayList<>(order.size());
    for (int row : order) {
      int last = kept.size() - 1;
      if (last < 0 || byKey.compare(rows.get(kept.get(last)), rows.get(row)) != 0) {
        kept.add(row);
      } else if (byRank.compare(rows.get(kept.get(last)), rows.get(row)) < 0) {
        kept.set(last, row);
      }
    }
    return kept;
  }

  /** About how many bytes a row takes on the wire. */
  long weight(int row) {
    long weight = 0;
    for (Object value : rows.get(row)) {
      if (value instanceof String text) {
        weight += text.length();
      } else if (value instanceof byte[] bytes) {
        weight += bytes.length;
      }
      weight += Long.BYTES;
    }
    return weight;
  }

  private Comparator<Object[]> by(List<String> names) {
    int[] places = names.stream().mapToInt(table::place).toArray();
    List<Comparator<Object>> orders = new ArrayList<>();
    for (int place : places) {
      orders.add(columns.get(place).type().order());
    }
    return (left, right) -> {
      int order = 0;
      for (int i = 0; i < places.length && order == 0; i++) {
        order = orders.get(i).compare(left[places[i]], right[places[i]]);
      }
      return order;
    };
  }

  /** PostgreSQL's text holds every character but this one. */
  private static String storable(String text) {
    return text.indexOf('\0') < 0 ? text : text.replace('\0', '\uFFFD');
  }
}
