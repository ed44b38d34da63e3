package dev.tidemark.run;

import dev.tidemark.event.LedgerEntry;
import dev.tidemark.write.Lake;
import dev.tidemark.write.Lake.LakeFile;
import dev.tidemark.write.Postgres;
import java.io.IOException;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.NavigableSet;
import java.util.TreeSet;
import java.util.concurrent.TimeUnit;

/** Asks a lake and the books whether a range can be rebuilt from its files, and from which. */
final class LakeSource {

  /** What was counted of each range of offsets, and on which days. */
  private static final String COUNTED =
      """
      SELECT topic, partition, first_offset, counted,
        (min_event_time AT TIME ZONE 'UTC')::date, (max_event_time AT TIME ZONE 'UTC')::date
      FROM ledger
      WHERE counted > 0
        AND max_event_time >= TIMESTAMPTZ 'epoch' + ? * INTERVAL '1 millisecond'
        AND min_event_time < TIMESTAMPTZ 'epoch' + ? * INTERVAL '1 millisecond'
      ORDER BY 1, 2, 3""";

  private record Counted(
      String topic,
      int partition,
      long firstOffset,
      long counted,
      LocalDate first,
      LocalDate last) {}

  private final Lake lake;
  private final Postgres database;
  private final RebuildPlan plan;

  LakeSource(Lake lake, Postgres database, RebuildPlan plan) {
    this.lake = lake;
    this.database = database;
    this.plan = plan;
  }

  /** The files that hold the events of the range. */
  List<LakeFile> files() throws IOException {
    return lake.files(day(plan.fromMicros()), day(plan.toMicros() - 1));
  }

  /** Refuses a lake that does not hold all that was counted. */
  void demandAllEvents() throws SQLException, IOException {
    Map<String, NavigableSet<Long>> offsets = new HashMap<>();
    TreeSet<LocalDate> looked = new TreeSet<>();
    for (Counted range : counted()) {
      for (LocalDate day = range.first(); !day.isAfter(range.last()); day = day.plusDays(1)) {
        if (looked.add(day)) {
          for (LakeFile file : lake.files(day, day)) {
            offsets
                .computeIfAbsent(file.topic() + "/" + file.partition(), p -> new TreeSet<>())
                .addAll(file.offsets());
          }
        }
      }
      long there =
          offsets
              .getOrDefault(range.topic() + "/" + range.partition(), new TreeSet<>())
              .subSet(range.firstOffset(), range.firstOffset() + LedgerEntry.RANGE)
              .size();
      if (there < range.counted()) {
        throw new UserError(
            "The lake in %s lacks %d of the events that were counted of %s-%d from offset %d on."
                .formatted(
                    lake.directory(),
                    range.counted() - there,
                    range.topic(),
                    range.partition(),
                    range.firstOffset()),
            "Wait a minute if they are new; else rebuild from the records with --source=kafka.");
      }
    }
  }

  private List<Counted> counted() throws SQLException {
    List<Counted> ranges = new ArrayList<>();
    try (Connection connection = database.connect();
        PreparedStatement select = connection.prepareStatement(COUNTED)) {
      select.setLong(1, TimeUnit.MICROSECONDS.toMillis(plan.fromMicros()));
      select.setLong(2, TimeUnit.MICROSECONDS.toMillis(plan.toMicros()));
      try (ResultSet row = select.executeQuery()) {
        while (row.next()) {
          ranges.add(
              new Counted(
                  row.getString(1),
                  row.getInt(2),
                  row.getLong(3),
                  row.getLong(4),
                  row.getObject(5, LocalDate.class),
                  row.getObject(6, LocalDate.class)));
        }
      }
    }
    return ranges;
  }

  private static LocalDate day(long micros) {
    return LocalDate.ofEpochDay(Math.floorDiv(micros, TimeUnit.DAYS.toMicros(1)));
  }
}
