package dev.tidemark.station.pulse;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * How the stream stands at one moment; while a server is away its part is that of the last answer.
 *
 * @param eventsPerSecond records that came into the topics, over the last ten seconds
 * @param countedPerSecond events that the windows counted, over the last ten seconds
 * @param watermark the earliest of the partitions that are not idle; null when there is none
 * @param read records that the ledger has; they are counted, dead, late or duplicate
 * @param changes grows when a table of results or of the books has changed
 * @param noKafka why Kafka gave no answer, in one line
 * @param noPostgres why PostgreSQL gave no answer, in one line
 */
public record Pulse(
    Instant at,
    double eventsPerSecond,
    double countedPerSecond,
    Instant watermark,
    long read,
    long counted,
    long dead,
    long late,
    long duplicate,
    long lag,
    List<PartitionPulse> partitions,
    long changes,
    Optional<String> noKafka,
    Optional<String> noPostgres) {

  /** What is wrong with Kafka or PostgreSQL, in one line. */
  public Optional<String> trouble() {
    List<String> all = Stream.concat(noKafka.stream(), noPostgres.stream()).toList();
    return all.isEmpty() ? Optional.empty() : Optional.of(String.join("; ", all));
  }

  /** How far the watermark is behind the clock; empty when there is no watermark. */
  public Optional<Duration> behind() {
    return Optional.ofNullable(watermark).map(mark -> Duration.between(mark, at));
  }
}
