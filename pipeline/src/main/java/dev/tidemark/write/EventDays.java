package dev.tidemark.write;

import static java.util.stream.Collectors.toSet;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.stream.LongStream;

/** Sees to it that the days of events near today have a partition before their events come. */
final class EventDays {
  private static final long MICROS_A_DAY = TimeUnit.DAYS.toMicros(1);
  private static final long ASK_AGAIN = Duration.ofMinutes(1).toNanos();
  private static final int MOST_REMEMBERED = 10_000;

  /** The days that were asked for, and when to ask again; those that have a partition: never. */
  private final Map<Long, Long> asked = new HashMap<>();

  private final Set<Long> made = new HashSet<>();

  /** Makes what is missing for these times, and for tomorrow, before anybody waits for it. */
  void ensure(Connection connection, List<Long> micros) throws SQLException {
    long now = System.nanoTime();
    long tomorrow = LocalDate.now(ZoneOffset.UTC).toEpochDay() + 1;
    Set<Long> missing =
        LongStream.concat(
                LongStream.of(tomorrow),
                micros.stream().mapToLong(time -> Math.floorDiv(time, MICROS_A_DAY)))
            .boxed()
            .filter(day -> !made.contains(day) && now - asked.getOrDefault(day, now) >= 0)
            .collect(toSet());
    if (!missing.isEmpty()) {
      ask(connection, missing, now);
    }
  }

  private void ask(Connection connection, Set<Long> days, long now) throws SQLException {
    if (asked.size() + days.size() > MOST_REMEMBERED) {
      asked.clear();
    }
    String sql =
        "SELECT day, ensure_event_day(DATE 'epoch' + day::integer)"
            + " FROM unnest(?::bigint[]) AS days (day) ORDER BY day";
    try (PreparedStatement statement = connection.prepareStatement(sql)) {
      statement.setArray(1, connection.createArrayOf("int8", days.toArray(Long[]::new)));
      try (ResultSet answers = statement.executeQuery()) {
        while (answers.next()) {
          long day = answers.getLong(1);
          if (answers.getBoolean(2)) {
            made.add(day);
          } else {
            asked.put(day, now + ASK_AGAIN);
          }
        }
      }
    }
  }
}
