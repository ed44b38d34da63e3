package dev.tidemark.write;

import com.mongodb.client.MongoClient;
import com.mongodb.client.MongoCollection;
import com.mongodb.client.model.Filters;
import com.mongodb.client.model.IndexModel;
import com.mongodb.client.model.IndexOptions;
import com.mongodb.client.model.Indexes;
import com.mongodb.client.model.UpdateOneModel;
import com.mongodb.client.model.UpdateOptions;
import com.mongodb.client.model.WriteModel;
import dev.tidemark.event.Block;
import dev.tidemark.event.Envelope;
import java.util.List;
import org.bson.BsonDateTime;
import org.bson.Document;
import org.bson.conversions.Bson;
import org.bson.types.Binary;

/** Records as they came, as documents: one each, found by topic, partition and offset. */
public final class RawDocuments {

  public static final String TOPIC = "topic";
  public static final String PARTITION = "partition";
  public static final String OFFSET = "offset";
  public static final String KAFKA_TIME = "kafka_time";
  public static final String KEY = "key";
  public static final String HEADERS = "headers";
  public static final String VALUE = "value";

  private static final String STORED_AT = "stored_at";

  private RawDocuments() {}

  /** Makes the indexes where they are missing: the first holds each record to one document. */
  public static void prepare(Mongo mongo) {
    try (MongoClient client = mongo.connect()) {
      MongoCollection<Document> documents = mongo.of(client);
      documents.createIndexes(
          List.of(
              new IndexModel(
                  Indexes.ascending(TOPIC, PARTITION, OFFSET),
                  new IndexOptions().name("record").unique(true)),
              new IndexModel(Indexes.ascending(KAFKA_TIME), new IndexOptions().name(KAFKA_TIME))));
    }
  }

  static Document document(Block block, int record, long nowMillis) {
    Envelope envelope = block.envelope(record);
    return new Document(TOPIC, block.topic())
        .append(PARTITION, block.partition())
        .append(OFFSET, block.offset(record))
        .append(KAFKA_TIME, new BsonDateTime(block.timestampMillis(record)))
        .append(KEY, binary(envelope.key()))
        .append(
            HEADERS,
            envelope.headers().stream()
                .map(
                    header ->
                        new Document("name", header.name()).append(VALUE, binary(header.value())))
                .toList())
        .append(VALUE, envelope.withoutValue() ? null : new Binary(block.payload(record)))
        .append(STORED_AT, new BsonDateTime(nowMillis));
  }

  /** The document that was there first stays: a record that is read again is the same one. */
  static WriteModel<Document> upsert(Document document) {
    Document others = new Document(document);
    List.of(TOPIC, PARTITION, OFFSET).forEach(others::remove);
    return new UpdateOneModel<>(
        record(document), new Document("$setOnInsert", others), new UpdateOptions().upsert(true));
  }

  private static Bson record(Document document) {
    return Filters.and(
        Filters.eq(TOPIC, document.get(TOPIC)),
        Filters.eq(PARTITION, document.get(PARTITION)),
        Filters.eq(OFFSET, document.get(OFFSET)));
  }

  /** The bytes of a field; null where there are none. */
  public static byte[] bytes(Document document, String field) {
    Binary binary = document.get(field, Binary.class);
    return binary == null ? null : binary.getData();
  }

  private static Binary binary(byte[] bytes) {
    return bytes == null ? null : new Binary(bytes);
  }
}
