package dev.tidemark.station.chaos;

import dev.tidemark.read.KafkaSettings;
import dev.tidemark.run.UserError;
import dev.tidemark.station.serve.Parts;
import dev.tidemark.write.Postgres;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;

/** Kafka, a database, and an engine whose processes are started again when they are gone. */
abstract class ClusterTarget implements Target {

  private static final long LOOK_MILLIS = 100;

  final Path home;
  final Parts parts = new Parts();
  final int partitions;
  final int brokers;

  /** Options of {@code run} that the harness was given. */
  final List<String> passedOn;

  private LocalServers servers;

  ClusterTarget(Path home, int partitions, int brokers, List<String> passedOn) {
    this.home = home;
    this.partitions = partitions;
    this.brokers = brokers;
    this.passedOn = List.copyOf(passedOn);
  }

  /** What it waits for. */
  @FunctionalInterface
  interface Condition {
    boolean holds() throws Exception;
  }

  /** Waits, while what is gone is started again. */
  final void await(Duration most, String missed, Condition condition) throws Exception {
    long end = System.nanoTime() + most.toNanos();
    while (!condition.holds()) {
      tend();
      if (System.nanoTime() > end) {
        throw new UserError(
            missed + " within " + most.toSeconds() + " s.",
            "See the logs of the cluster in " + home + ".");
      }
      Thread.sleep(LOOK_MILLIS);
    }
  }

  final void startServers() throws Exception {
    servers = parts.add(LocalServers.start(home, partitions, brokers));
  }

  final LocalServers servers() {
    return servers;
  }

  @Override
  public final KafkaSettings kafka() {
    return servers.kafka();
  }

  @Override
  public final String topic() {
    return LocalServers.TOPIC;
  }

  @Override
  public final Postgres database() {
    return servers.database();
  }
}
