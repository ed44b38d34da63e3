package dev.tidemark.station.stats;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.util.List;

/**
 * Computes the summary of one span, in a transaction that sees one state of the database: what
 * somebody writes into the span meanwhile is not in the summary, and his note says so.
 */
final class Summarising {
  private final Connection connection;
  private final Figures figures;
  private final Span span;

  private Summarising(Connection connection, Figures figures, Span span) {
    this.connection = connection;
    this.figures = figures;
    this.span = span;
  }

  /**
   * Writes the summary of a span.
   *
   * @param connection in a mode of repeatable reads, with no transaction under way
   * @return whether it is there; false for a long span whose parts are not all summarised
   */
  static boolean summarise(Connection connection, Figures figures, Span span) throws SQLException {
    try {
      boolean done = new Summarising(connection, figures, span).write();
      connection.commit();
      return done;
    } finally {
      connection.rollback();
    }
  }

  private boolean write() throws SQLException {
    boolean fromParts = span.partHours() > 0;
    if (fromParts && !partsHold()) {
      return false;
    }
    run(Sql.of("DELETE FROM ").name(figures.summary()).add(whereSpan()));
    if (fromParts) {
      addParts();
    } else if (figures == Figures.PAGES) {
      addPages();
    } else {
      addWindows();
    }
    Sql sql = Sql.of("UPDATE summarised_spans SET summarised_at = now()");
    run(sql.add(whereSpan()).text(" AND table_name = ").value(figures.sql()));
    return true;
  }

  private boolean partsHold() throws SQLException {
    Spans spans = Spans.of(connection, figures, span.start(), span.end());
    long parts = spans.valid().stream().filter(one -> one.hours() == span.partHours()).count();
    return parts == span.hours() / span.partHours();
  }

  private void addParts() throws SQLException {
    for (List<Filter> level : figures.levels()) {
      Sql rows = Sql.of("SELECT host");
      level.forEach(column -> rows.text(", ").name(column));
      rows.text(figures.sketched() ? ", hits, sketch" : ", hits").text(" FROM ");
      rows.name(figures.summary()).text(" WHERE span_hours = ");
      rows.value(span.partHours()).text(" AND start >= ");
      rows.value(span.start()).text(" AND start < ").value(span.end());
      add(level, rows.text(" AND kept = ").value(Figures.name(level)));
    }
  }

  private void addWindows() throws SQLException {
    for (List<Filter> level : figures.levels()) {
      add(level, windows(level, Sql.of("host")));
      // Of the visitors by host, the pipeline itself writes those of all hosts.
      if (figures.sketched() && figures != Figures.VISITORS) {
        add(level, windows(level, Sql.of("").value(Figures.ALL_HOSTS).text("::text AS host")));
      }
    }
  }

  private Sql windows(List<Filter> level, Sql host) {
    Sql rows = Sql.of("SELECT ").add(host);
    level.forEach(column -> rows.text(", ").name(column).text("::text"));
    rows.text(", ").name(figures.hits()).text(" AS hits");
    rows.text(figures.sketched() ? ", sketch FROM " : " FROM ").name(figures);
    rows.text(" WHERE window_start >= ").value(span.start());
    rows.text(" AND window_start < ").value(span.end());
    return figures == Figures.VISITORS
        ? rows.text(" AND extract(epoch FROM window_start)::bigint % 300 = 0")
        : rows;
  }

  /** Adds up what is alike: counts in the database, sketches here. */
  private void add(List<Filter> level, Sql rows) throws SQLException {
    if (figures.sketched()) {
      SketchFold.fold(connection, figures, span, level, rows);
      return;
    }
    Sql sql = insert(level).text(" host");
    level.forEach(column -> sql.text(", ").name(column));
    figures.columns().stream().filter(c -> !level.contains(c)).forEach(c -> sql.text(", ''"));
    sql.text(", sum(hits) FROM (").add(rows).text(") AS rows GROUP BY host");
    level.forEach(column -> sql.text(", ").name(column));
    run(sql);
  }

  private void addPages() throws SQLException {
    List<Cover.Stretch> hour = List.of(new Cover.Stretch(0, span.start(), span.end()));
    List<Filter> page = List.of(Filter.PAGE);
    PageBatch batch = new PageBatch();
    PageWindows.each(
        connection,
        hour,
        Filters.NONE,
        found -> {
          batch.add(found);
          if (batch.isFull()) {
            run(insert(page).add(batch.take()));
          }
        });
    run(insert(page).add(batch.take()));
    Sql pages = Sql.of("SELECT host, hits FROM page_summaries").add(whereSpan());
    add(List.of(), pages.text(" AND kept = ").value(Figures.name(page)));
  }

  /** The begin of a statement that adds rows: their span and level, then the columns to come. */
  private Sql insert(List<Filter> level) {
    Sql sql = Sql.of("INSERT INTO ").name(figures.summary());
    sql.text(" (span_hours, start, kept, host");
    level.forEach(column -> sql.text(", ").name(column));
    figures.columns().stream()
        .filter(column -> !level.contains(column))
        .forEach(column -> sql.text(", ").name(column));
    sql.text(", hits) SELECT ").value(span.hours()).text(", ").value(span.start());
    return sql.text("::timestamptz, ").value(Figures.name(level)).text("::text,");
  }

  private Sql whereSpan() {
    Sql sql = Sql.of(" WHERE span_hours = ").value(span.hours());
    return sql.text(" AND start = ").value(span.start());
  }

  private void run(Sql sql) throws SQLException {
    try (PreparedStatement statement = sql.prepare(connection)) {
      statement.executeUpdate();
    }
  }
}
