package dev.tidemark.station.operate;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.mongodb.client.MongoClient;
import com.mongodb.client.MongoCollection;
import com.mongodb.client.model.Accumulators;
import com.mongodb.client.model.Aggregates;
import com.mongodb.client.model.Filters;
import com.mongodb.client.model.Projections;
import com.mongodb.client.model.Sorts;
import dev.tidemark.run.RawStoreOptions;
import dev.tidemark.write.Mongo;
import dev.tidemark.write.RawDocuments;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Base64;
import java.util.Comparator;
import java.util.Date;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.function.Function;
import org.apache.kafka.common.TopicPartition;
import org.bson.Document;
import org.bson.conversions.Bson;

/** A raw store in a collection of MongoDB. */
final class RawCollection implements RawStore {

  private static final Bson IN_ORDER =
      Sorts.ascending(RawDocuments.TOPIC, RawDocuments.PARTITION, RawDocuments.OFFSET);
  private static final Comparator<Kept> BY_DAY =
      Comparator.comparing(Kept::day)
          .thenComparing(kept -> kept.partition().topic())
          .thenComparing(kept -> kept.partition().partition());

  private final Mongo mongo;

  RawCollection(Mongo mongo) {
    this.mongo = mongo;
  }

  @Override
  public List<Kept> kept() {
    Document day =
        new Document(
            "$dateToString",
            new Document("format", "%Y-%m-%d").append("date", "$" + RawDocuments.KAFKA_TIME));
    Document place =
        new Document("day", day)
            .append(RawDocuments.TOPIC, "$" + RawDocuments.TOPIC)
            .append(RawDocuments.PARTITION, "$" + RawDocuments.PARTITION);
    List<Bson> steps = List.of(Aggregates.group(place, Accumulators.sum("records", 1L)));
    return ask(
        documents -> {
          List<Kept> kept = new ArrayList<>();
          for (Document group : documents.aggregate(steps).allowDiskUse(true)) {
            Document of = group.get("_id", Document.class);
            kept.add(
                new Kept(
                    LocalDate.parse(of.getString("day")),
                    partition(of),
                    0,
                    group.get("records", Number.class).longValue()));
          }
          kept.sort(BY_DAY);
          return kept;
        });
  }

  /** In the order of the index, which holds all that is asked. */
  @Override
  public Map<TopicPartition, KeptOffsets> offsets() {
    return ask(
        documents -> {
          Map<TopicPartition, KeptOffsets> offsets = new HashMap<>();
          for (Document record :
              documents
                  .find()
                  .sort(IN_ORDER)
                  .projection(
                      Projections.fields(
                          Projections.include(
                              RawDocuments.TOPIC, RawDocuments.PARTITION, RawDocuments.OFFSET),
                          Projections.excludeId()))) {
            offsets
                .computeIfAbsent(partition(record), of -> new KeptOffsets())
                .add(record.getLong(RawDocuments.OFFSET));
          }
          return offsets;
        });
  }

  @Override
  public List<Map<String, Object>> sample(int count, Long seed) {
    return ask(
        documents -> {
          List<Map<String, Object>> sample = new ArrayList<>();
          if (seed == null) {
            for (Document record : documents.aggregate(List.of(Aggregates.sample(count)))) {
              sample.add(fields(record));
            }
            return sample;
          }
          Random chance = RawStore.chance(seed);
          long all = documents.countDocuments();
          chance
              .longs(0, Math.max(1, all))
              .distinct()
              .limit(Math.min(count, all))
              .mapToObj(at -> documents.find().sort(IN_ORDER).skip((int) at).first())
              .forEach(record -> sample.add(fields(record)));
          return sample;
        });
  }

  private static Map<String, Object> fields(Document record) {
    Map<String, Object> fields = new LinkedHashMap<>();
    fields.put("topic", record.getString(RawDocuments.TOPIC));
    fields.put("partition", record.getInteger(RawDocuments.PARTITION));
    fields.put("offset", record.getLong(RawDocuments.OFFSET));
    fields.put("kafka_time", record.getDate(RawDocuments.KAFKA_TIME).toInstant().toString());
    fields.put("key", text(RawDocuments.bytes(record, RawDocuments.KEY)));
    fields.put("headers", headers(record.getList(RawDocuments.HEADERS, Document.class)));
    fields.put("value", text(RawDocuments.bytes(record, RawDocuments.VALUE)));
    return fields;
  }

  /** As a raw store of files has them. */
  private static String headers(List<Document> headers) {
    List<Map<String, Object>> all = new ArrayList<>();
    for (Document header : headers) {
      byte[] value = RawDocuments.bytes(header, RawDocuments.VALUE);
      Map<String, Object> one = new LinkedHashMap<>();
      one.put("name", header.getString("name"));
      one.put("value", value == null ? null : Base64.getEncoder().encodeToString(value));
      all.add(one);
    }
    return all.isEmpty() ? null : Output.line(all);
  }

  private static String text(byte[] bytes) {
    return bytes == null ? null : new String(bytes, UTF_8);
  }

  @Override
  public String refusals() {
    return mongo.namespace() + ": ";
  }

  @Override
  public void delete(LocalDate before) {
    Date first = Date.from(before.atStartOfDay(ZoneOffset.UTC).toInstant());
    ask(documents -> documents.deleteMany(Filters.lt(RawDocuments.KAFKA_TIME, first)));
  }

  private static TopicPartition partition(Document of) {
    return new TopicPartition(
        of.getString(RawDocuments.TOPIC), of.getInteger(RawDocuments.PARTITION));
  }

  private <T> T ask(Function<MongoCollection<Document>, T> question) {
    return RawStoreOptions.ask(
        mongo,
        there -> {
          try (MongoClient client = there.connect()) {
            return question.apply(there.of(client));
          }
        });
  }
}
