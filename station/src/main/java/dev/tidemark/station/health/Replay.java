package dev.tidemark.station.health;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.tidemark.read.KafkaSettings;
import dev.tidemark.run.UserError;
import dev.tidemark.station.topic.EventTopic;
import dev.tidemark.write.Postgres;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.function.Function;
import java.util.function.LongConsumer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.clients.producer.RecordMetadata;
import org.apache.kafka.common.header.internals.RecordHeader;

/**
 * Sends dead letters into their topic and partition again, each once.
 *
 * <p>A row is claimed, the record sent, then its new offset noted. Whoever is killed in between
 * leaves a claim behind, and the next replay looks into the topic, where a header names claim and
 * origin, before it sends anything: so nothing is lost and nothing is sent twice.
 */
public final class Replay {

  /**
   * What became of the records that were meant.
   *
   * @param skipped cannot be replayed, or the repair changed nothing
   * @param inDoubt taken by a replay that is at work or was cut off lately
   */
  public record Outcome(long replayed, long skipped, long inDoubt) {}

  private static final int PAGE = 500;

  private final Postgres database;
  private final KafkaSettings kafka;
  private final DeadLetters letters;
  private final UUID name = UUID.randomUUID();

  public Replay(Postgres database, KafkaSettings kafka) {
    this.database = database;
    this.kafka = kafka;
    this.letters = new DeadLetters(database);
  }

  /**
   * Replays.
   *
   * @param repair the new payload of a record; null leaves it out
   * @param most how many records at most
   * @param progress told how many were sent so far
   */
  public Outcome run(
      Selection selection, Function<DeadRecord, byte[]> repair, long most, LongConsumer progress)
      throws SQLException {
    try (Connection connection = database.connect()) {
      Claims claims = new Claims(connection);
      settleLeftBehind(claims);
      long replayed = 0;
      long skipped = 0;
      RecordId last = null;
      while (replayed < most) {
        int room = (int) Math.min(PAGE, most - replayed);
        List<DeadRecord> page = letters.open(connection, selection, last, room);
        if (page.isEmpty()) {
          break;
        }
        last = page.get(page.size() - 1).id();
        Map<RecordId, byte[]> payloads = repaired(page, repair);
        skipped += page.size() - payloads.size();
        replayed += send(claims, payloads);
        progress.accept(replayed);
      }
      return new Outcome(replayed, skipped, claims.open());
    }
  }

  private void settleLeftBehind(Claims claims) throws SQLException {
    List<Claims.Claim> left = claims.leftBehind();
    if (left.isEmpty()) {
      return;
    }
    Map<RecordId, Long> sent = new SentAlready(kafka).find(left);
    claims.settle(sent);
    claims.release(
        left.stream().map(Claims.Claim::id).filter(id -> !sent.containsKey(id)).toList());
  }

  private static Map<RecordId, byte[]> repaired(
      List<DeadRecord> page, Function<DeadRecord, byte[]> repair) {
    Map<RecordId, byte[]> payloads = new LinkedHashMap<>();
    for (DeadRecord record : page) {
      byte[] payload = record.isReplayable() ? repair.apply(record) : null;
      if (payload != null) {
        payloads.put(record.id(), payload);
      }
    }
    return payloads;
  }

  private long send(Claims claims, Map<RecordId, byte[]> payloads) throws SQLException {
    Set<RecordId> taken = claims.take(List.copyOf(payloads.keySet()), name);
    Map<RecordId, Long> offsets = new HashMap<>();
    List<Throwable> failures = new ArrayList<>();
    for (String topic : taken.stream().map(RecordId::topic).distinct().toList()) {
      try (EventTopic to = EventTopic.forBulk(kafka, topic)) {
        Map<RecordId, CompletableFuture<RecordMetadata>> sent = new LinkedHashMap<>();
        taken.stream()
            .filter(id -> id.topic().equals(topic))
            .forEach(id -> sent.put(id, to.send(record(id, payloads.get(id)))));
        to.flush();
        for (Map.Entry<RecordId, CompletableFuture<RecordMetadata>> answer : sent.entrySet()) {
          try {
            offsets.put(answer.getKey(), answer.getValue().join().offset());
          } catch (CompletionException failed) {
            failures.add(failed.getCause());
          }
        }
      }
    }
    claims.settle(offsets);
    if (!failures.isEmpty()) {
      throw new UserError(
          "Kafka did not acknowledge %d of %d records: %s"
              .formatted(failures.size(), taken.size(), failures.get(0).getMessage()),
          "Replay again in %d minutes: what has arrived after all is found and not sent twice."
              .formatted(Claims.LEFT_AFTER.toMinutes()),
          failures.get(0));
    }
    return offsets.size();
  }

  private ProducerRecord<byte[], byte[]> record(RecordId id, byte[] payload) {
    return new ProducerRecord<>(
        id.topic(),
        id.partition(),
        null,
        null,
        payload,
        List.of(
            new RecordHeader(SentAlready.ORIGIN, id.toString().getBytes(UTF_8)),
            new RecordHeader(SentAlready.REPLAY, name.toString().getBytes(UTF_8))));
  }
}
