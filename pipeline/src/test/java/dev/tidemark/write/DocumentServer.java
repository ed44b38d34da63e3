package dev.tidemark.write;

import com.mongodb.client.MongoClient;
import com.mongodb.client.model.Sorts;
import de.bwaldvogel.mongo.MongoServer;
import de.bwaldvogel.mongo.backend.memory.MemoryBackend;
import java.net.InetSocketAddress;
import java.util.ArrayList;
import java.util.List;
import org.bson.Document;

/** A server that speaks MongoDB's protocol; what it holds outlives its stops. */
final class DocumentServer implements AutoCloseable {

  /** Keeps what it holds when its server is shut down. */
  private static final class Memory extends MemoryBackend {
    @Override
    public void close() {
      // A server that is started again finds everything there.
    }
  }

  private final Memory memory = new Memory();
  private final InetSocketAddress address;
  private MongoServer server;

  DocumentServer() {
    server = new MongoServer(memory);
    address = server.bind();
  }

  /** The collection of this name. */
  Mongo collection(String name) {
    return Mongo.at(
        "mongodb://%s:%d".formatted(address.getHostString(), address.getPort()),
        null,
        null,
        "kept",
        name);
  }

  /** Ends all connections, and takes no others. */
  void stop() {
    server.shutdownNow();
  }

  /** Is there again, at the same address. */
  void startAgain() {
    server = new MongoServer(memory);
    server.bind(address);
  }

  /** All documents of a collection in the order of their offsets. */
  static List<Document> documents(Mongo mongo) {
    try (MongoClient client = mongo.connect()) {
      return mongo
          .of(client)
          .find()
          .sort(Sorts.ascending(RawDocuments.PARTITION, RawDocuments.OFFSET))
          .into(new ArrayList<>());
    }
  }

  @Override
  public void close() {
    server.shutdownNow();
  }
}
