package dev.tidemark.station.audit;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.SerializationFeature;
import dev.tidemark.run.DurationConverter;
import dev.tidemark.run.EventOptions;
import dev.tidemark.run.KafkaOptions;
import dev.tidemark.run.PostgresOptions;
import dev.tidemark.run.UserError;
import dev.tidemark.station.audit.Audit.Patience;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.Callable;
import org.apache.kafka.common.TopicPartition;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** The audit as a command. */
@Command(
    name = "verify",
    description =
        "Recompute every result table with a program of its own and compare row by row."
            + " Exits with 1 when anything differs.")
public final class Verify implements Callable<Integer> {

  /** From where the events are read once more. */
  enum From {
    KAFKA,
    EVENTS,
    LAKE
  }

  @Mixin KafkaOptions kafka;
  @Mixin PostgresOptions postgres;
  @Mixin EventOptions events;
  @Spec CommandSpec command;

  @Option(
      names = "--source",
      paramLabel = "SOURCE",
      defaultValue = "kafka",
      description =
          "kafka: every record; events: the table processed_events; lake: the Parquet files in"
              + " --lake (default ${DEFAULT-VALUE}).")
  From source;

  @Option(names = "--lake", paramLabel = "DIR", description = "The directory of --source=lake.")
  Path lake;

  @Option(
      names = "--tables",
      paramLabel = "TABLE,…",
      split = ",",
      description = "Compare these alone; without it, all.")
  List<String> tables = List.of();

  @Option(names = "--star", description = "Compare the star schema of product views, too.")
  boolean star;

  @Option(
      names = "--from",
      paramLabel = "TIME",
      description = "Compare windows and events from this event time on: 2026-01-09T00:00:00Z.")
  Instant from;

  @Option(names = "--to", paramLabel = "TIME", description = "Up to this event time.")
  Instant to;

  @Option(
      names = "--complete",
      description = "The pipeline has counted all that there is: wait for nothing, excuse nothing.")
  boolean complete;

  @Option(
      names = "--timeout",
      paramLabel = "TIME",
      defaultValue = "2m",
      converter = DurationConverter.class,
      description =
          "How long the pipeline may take to reach the present ends of the topic"
              + " (default ${DEFAULT-VALUE}).")
  Duration timeout;

  @Option(
      names = "--settle",
      paramLabel = "TIME",
      defaultValue = "30s",
      converter = DurationConverter.class,
      description =
          "How long a row that differs may take to be written (default ${DEFAULT-VALUE}).")
  Duration settle;

  @Option(
      names = "--limit",
      paramLabel = "N",
      defaultValue = "20",
      description = "How many differences are shown (default ${DEFAULT-VALUE}).")
  int limit;

  @Option(names = "--json", description = "Print the report as JSON.")
  boolean json;

  /** All that can be compared. */
  public static List<String> tables() {
    return Scope.ALL;
  }

  @Override
  public Integer call() throws Exception {
    Scope scope = Scope.of(from, to, tables);
    check();
    Report report;
    try (Connection connection = postgres.database(command).connect();
        Connection aside = postgres.database(command).connect();
        Source records = source(connection)) {
      Patience patience = new Patience(complete, timeout, settle);
      PrintWriter remarks = command.commandLine().getErr();
      Optional<StarRecount> recount = star ? Optional.of(new StarRecount(aside)) : Optional.empty();
      report = new Audit(records, connection, recount, scope, patience, remarks).run();
    }
    print(report);
    return report.isClean() ? 0 : 1;
  }

  private void check() {
    if ((source == From.LAKE) != (lake != null)) {
      throw UserError.inUsage(
          "--source=lake and --lake=DIR go together.", "Give both of them, or neither.");
    }
    if (star && (from != null || to != null)) {
      throw UserError.inUsage("--star compares all days.", "Leave --from and --to out, or --star.");
    }
    if (from != null && to != null && !from.isBefore(to)) {
      throw UserError.inUsage("--from does not lie before --to.", "Exchange them.");
    }
  }

  private Source source(Connection connection) throws SQLException, IOException {
    List<TopicPartition> partitions =
        NamedTopics.partitions(kafka.settings().consumer(), kafka.topic());
    Books books = new Books(connection);
    return switch (source) {
      case KAFKA -> {
        String given = events.visitorSalt();
        Finder finder = new Finder(events.rules(), given == null ? books.salt() : given);
        yield new TopicSource(
            kafka.settings().consumer(),
            partitions,
            (partition, first) -> order(books, finder, partition, first));
      }
      case EVENTS -> new EventsSource(connection, Set.copyOf(partitions));
      case LAKE -> new LakeSource(lake, Set.copyOf(partitions));
    };
  }

  /** What was before the first record that is left, the ledger knows. */
  private PartitionOrder order(Books books, Finder finder, TopicPartition partition, long first) {
    try {
      return new PartitionOrder(
          events.rules(),
          finder,
          books.newestOfRangesBefore(partition, first),
          books.newestOfRangesBegunBefore(partition, first));
    } catch (SQLException failed) {
      throw new UserError(failed.getMessage(), "Run it again.", failed);
    }
  }

  private void print(Report report) throws IOException {
    PrintWriter out = command.commandLine().getOut();
    if (json) {
      out.println(
          new ObjectMapper()
              .enable(SerializationFeature.INDENT_OUTPUT)
              .writeValueAsString(report.values(limit)));
    } else {
      report.printDifferences(out, limit);
      report.printTable(out);
    }
    out.flush();
  }
}
