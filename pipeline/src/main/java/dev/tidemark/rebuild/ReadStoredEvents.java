package dev.tidemark.rebuild;

import static java.util.stream.Collectors.joining;

import dev.tidemark.enrich.ViewsCoder;
import dev.tidemark.event.EnrichedView;
import dev.tidemark.event.Views;
import dev.tidemark.write.Postgres;
import dev.tidemark.write.ProcessedEvents;
import dev.tidemark.write.Table;
import dev.tidemark.write.Table.Column;
import java.io.IOException;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.NoSuchElementException;
import java.util.concurrent.TimeUnit;
import org.apache.beam.sdk.coders.Coder;
import org.apache.beam.sdk.io.BoundedSource;
import org.apache.beam.sdk.options.PipelineOptions;

/** The events of {@code [from, to)} that {@code processed_events} holds, in parts of an hour. */
public final class ReadStoredEvents extends BoundedSource<Views> {

  private static final long PART = TimeUnit.HOURS.toMicros(1);
  private static final int TOGETHER = 1_000;
  private static final List<Column> COLUMNS = ProcessedEvents.TABLE.given().toList();

  private final Postgres database;
  private final long fromMicros;
  private final long toMicros;

  public ReadStoredEvents(Postgres database, long fromMicros, long toMicros) {
    this.database = database;
    this.fromMicros = fromMicros;
    this.toMicros = toMicros;
  }

  @Override
  public List<ReadStoredEvents> split(long desiredBundleSizeBytes, PipelineOptions options) {
    List<ReadStoredEvents> parts = new ArrayList<>();
    for (long from = fromMicros; from < toMicros; from += PART) {
      parts.add(new ReadStoredEvents(database, from, Math.min(toMicros, from + PART)));
    }
    return parts;
  }

  @Override
  public long getEstimatedSizeBytes(PipelineOptions options) {
    return (toMicros - fromMicros) / 1_000;
  }

  @Override
  public Coder<Views> getOutputCoder() {
    return new ViewsCoder();
  }

  @Override
  public BoundedReader<Views> createReader(PipelineOptions options) {
    return new StoredReader(this);
  }

  /** The events of a range of times, both in microseconds. */
  private static String select() {
    return "SELECT %s FROM processed_events, (SELECT ?::bigint AS low, ?::bigint AS high) AS range WHERE event_time >= %s AND event_time < %s"
        .formatted(
            COLUMNS.stream().map(ReadStoredEvents::given).collect(joining(", ")),
            time("low"),
            time("high"));
  }

  /** The value of a column as the program gives it. */
  private static String given(Column column) {
    String name = "processed_events.\"" + column.name() + '"';
    return switch (column.type()) {
      case TIME -> "(extract(epoch FROM " + name + ") * 1000000)::bigint";
      case JSON -> name + "::text";
      default -> name;
    };
  }

  private static String time(String micros) {
    return Table.Type.TIME.stored(micros);
  }

  private static final class StoredReader extends BoundedReader<Views> {
    private final ReadStoredEvents source;
    private Connection connection;
    private ResultSet rows;
    private Views current;

    StoredReader(ReadStoredEvents source) {
      this.source = source;
    }

    @Override
    public boolean start() throws IOException {
      try {
        connection = source.database.connect();
        connection.setAutoCommit(false); // else the driver fetches all rows at once
        PreparedStatement select = connection.prepareStatement(select());
        select.setFetchSize(TOGETHER);
        select.setLong(1, source.fromMicros);
        select.setLong(2, source.toMicros);
        rows = select.executeQuery();
      } catch (SQLException e) {
        throw new IOException(e);
      }
      return advance();
    }

    @Override
    public boolean advance() throws IOException {
      List<EnrichedView> views = new ArrayList<>();
      long latest = Long.MIN_VALUE;
      try {
        while (views.size() < TOGETHER && rows.next()) {
          EnrichedView view = ProcessedEvents.event(row());
          latest = Math.max(latest, view.view().eventMicros());
          views.add(view);
        }
      } catch (SQLException e) {
        throw new IOException(e);
      }
      current = views.isEmpty() ? null : new Views("processed_events", 0, latest, views);
      return current != null;
    }

    private Object[] row() throws SQLException {
      Object[] row = new Object[COLUMNS.size()];
      for (int place = 0; place < row.length; place++) {
        row[place] = rows.getObject(place + 1);
      }
      return row;
    }

    @Override
    public Views getCurrent() {
      if (current == null) {
        throw new NoSuchElementException();
      }
      return current;
    }

    @Override
    public BoundedSource<Views> getCurrentSource() {
      return source;
    }

    /** Statement and rows go with their connection. */
    @Override
    public void close() throws IOException {
      current = null;
      if (connection != null) {
        try {
          connection.close();
        } catch (SQLException e) {
          throw new IOException(e);
        }
      }
    }
  }
}
