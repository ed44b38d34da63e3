package dev.tidemark.station.operate;

import dev.tidemark.run.PostgresOptions;
import java.io.IOException;
import java.io.PrintWriter;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.Callable;
import org.apache.kafka.common.TopicPartition;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

/** Holds the raw store against the ledger. */
@Command(
    name = "check",
    description =
        "Compare with the ledger: is every record there, and none twice? Exits with 1 when not.",
    footer = {
      "",
      "What a stream has read may take a minute to be filed; of days that were deleted, and of",
      "time before the store began, the ledger knows more."
    })
final class RawCheck implements Callable<Integer> {

  @Mixin RawStore store;
  @Mixin PostgresOptions postgres;
  @Spec CommandSpec command;

  @Override
  public Integer call() throws IOException, SQLException {
    Map<TopicPartition, List<RawStore.Run>> kept = new HashMap<>();
    for (RawStore.Filed file : store.files()) {
      kept.computeIfAbsent(file.partition(), p -> new ArrayList<>()).addAll(RawStore.runs(file));
    }
    PrintWriter out = command.commandLine().getOut();
    long records = 0;
    long wrong = 0;
    try (Connection connection = postgres.database(command).connect()) {
      for (Map.Entry<TopicPartition, List<RawStore.Run>> of : kept.entrySet()) {
        of.getValue().sort(Comparator.comparingLong(RawStore.Run::first));
        wrong += twice(of.getKey(), of.getValue(), out);
        wrong += missing(of.getKey(), of.getValue(), connection, out);
        records += of.getValue().stream().mapToLong(run -> run.last() - run.first() + 1).sum();
      }
    }
    out.printf(
        Locale.ROOT,
        "%,d records of %d partitions: %s%n",
        records,
        kept.size(),
        wrong == 0
            ? "each is there, and once"
            : "%,d ranges are not as they should be".formatted(wrong));
    return wrong == 0 ? 0 : 1;
  }

  private static long twice(TopicPartition partition, List<RawStore.Run> runs, PrintWriter out) {
    long wrong = 0;
    long last = -1;
    for (RawStore.Run run : runs) {
      if (run.first() <= last) {
        out.printf("%s: offsets %d to %d are there twice%n", partition, run.first(), last);
        wrong++;
      }
      last = Math.max(last, run.last());
    }
    return wrong;
  }

  /** Offsets alone do not tell: marks of transactions have some, too, and are no records. */
  private static long missing(
      TopicPartition partition, List<RawStore.Run> runs, Connection connection, PrintWriter out)
      throws SQLException {
    long wrong = 0;
    try (PreparedStatement select =
        connection.prepareStatement(
            "SELECT first_offset, last_offset, read FROM ledger WHERE topic = ? AND partition = ?"
                + " AND last_offset >= ? ORDER BY first_offset")) {
      select.setString(1, partition.topic());
      select.setInt(2, partition.partition());
      select.setLong(3, runs.get(0).first());
      try (ResultSet row = select.executeQuery()) {
        while (row.next()) {
          long first = row.getLong(1);
          long last = row.getLong(2);
          long kept = within(runs, first, last);
          if (kept != row.getLong(3)) {
            out.printf(
                Locale.ROOT,
                "%s, offsets %d to %d: %,d records were read, %,d are kept%n",
                partition,
                first,
                last,
                row.getLong(3),
                kept);
            wrong++;
          }
        }
      }
    }
    return wrong;
  }

  private static long within(List<RawStore.Run> runs, long first, long last) {
    return runs.stream()
        .mapToLong(
            run -> Math.max(0, Math.min(last, run.last()) - Math.max(first, run.first()) + 1))
        .sum();
  }
}
