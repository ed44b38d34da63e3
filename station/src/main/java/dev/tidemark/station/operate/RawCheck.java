package dev.tidemark.station.operate;

import dev.tidemark.run.PostgresOptions;
import dev.tidemark.run.RawStoreOptions;
import java.io.IOException;
import java.io.PrintWriter;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.Callable;
import org.apache.kafka.common.TopicPartition;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** Holds the raw store against the ledger. */
@Command(
    name = "check",
    description =
        "Compare with the ledger: is every record there, and none twice? Exits with 1 when not.",
    footer = {
      "",
      "What a stream has read may take a minute to be filed. What the ledger knows of a partition",
      "before the first record that is kept is not asked for, because stores begin later than",
      "streams and days are deleted: --whole asks for it."
    })
final class RawCheck implements Callable<Integer> {

  /** What was read, and what of it the store did not take and is a dead letter. */
  private static final String READ =
      """
      SELECT first_offset, last_offset, read,
        (SELECT count(*) FROM dead_letters AS d
          WHERE d.topic = l.topic AND d.partition = l.partition AND failure = 'REFUSED_ROW'
            AND d."offset" BETWEEN first_offset AND last_offset
            AND starts_with(detail, ?))
      FROM ledger AS l
      WHERE topic = ? AND partition = ? AND last_offset >= ? ORDER BY first_offset""";

  @Mixin RawStoreOptions store;
  @Mixin PostgresOptions postgres;
  @Spec CommandSpec command;

  @Option(names = "--whole", description = "Demand every record that the ledger knows.")
  boolean whole;

  @Override
  public Integer call() throws IOException, SQLException {
    RawStore records = RawStore.of(store);
    Map<TopicPartition, KeptOffsets> kept = new HashMap<>(records.offsets());
    PrintWriter out = command.commandLine().getOut();
    long there = 0;
    long wrong = 0;
    try (Connection connection = postgres.database(command).connect()) {
      if (whole || kept.isEmpty()) {
        partitions(connection).forEach(partition -> kept.putIfAbsent(partition, new KeptOffsets()));
      }
      for (Map.Entry<TopicPartition, KeptOffsets> of : kept.entrySet()) {
        for (KeptOffsets.Run run : of.getValue().twice()) {
          out.printf("%s: offsets %s are there twice%n", of.getKey(), run);
          wrong++;
        }
        wrong += missing(of.getKey(), of.getValue(), records.refusals(), connection, out);
        there += of.getValue().count();
      }
    }
    out.printf(
        Locale.ROOT,
        "%,d records of %d partitions: %s%n",
        there,
        kept.size(),
        wrong == 0
            ? "each is there, and once"
            : "%,d ranges are not as they should be".formatted(wrong));
    return wrong == 0 ? 0 : 1;
  }

  private static Set<TopicPartition> partitions(Connection connection) throws SQLException {
    Set<TopicPartition> partitions = new HashSet<>();
    try (Statement statement = connection.createStatement();
        ResultSet row = statement.executeQuery("SELECT DISTINCT topic, partition FROM ledger")) {
      while (row.next()) {
        partitions.add(new TopicPartition(row.getString(1), row.getInt(2)));
      }
    }
    return partitions;
  }

  /** Offsets alone do not tell: marks of transactions have some, too, and are no records. */
  private long missing(
      TopicPartition partition,
      KeptOffsets offsets,
      String refusals,
      Connection connection,
      PrintWriter out)
      throws SQLException {
    long wrong = 0;
    try (PreparedStatement select = connection.prepareStatement(READ)) {
      select.setString(1, refusals);
      select.setString(2, partition.topic());
      select.setInt(3, partition.partition());
      select.setLong(4, whole ? 0 : offsets.first());
      try (ResultSet row = select.executeQuery()) {
        while (row.next()) {
          long first = row.getLong(1);
          long last = row.getLong(2);
          long kept = offsets.within(first, last);
          if (kept + row.getLong(4) != row.getLong(3)) {
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
}
