package dev.tidemark.enrich;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import com.maxmind.db.CHMCache;
import com.maxmind.db.Reader;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One MaxMind database in memory, read anew when its file changes.
 *
 * <p>Implementation note: it is read into memory and not mapped, because a mapped file that
 * somebody copies over fails the process with a fault on a page that is gone. Look-ups take as long
 * either way. Nobody closes a database: threads may still be in the old one when the new one takes
 * its place, and memory needs no closing.
 */
final class GeoDatabase {

  private static final Logger LOG = LoggerFactory.getLogger(GeoDatabase.class);

  private static final long LOOK_NANOS = TimeUnit.SECONDS.toNanos(1);

  /**
   * Static so that the threads of a JVM share tens of megabytes; soft, so that they are given back
   * when nobody enriches and memory is short.
   */
  private static final Cache<String, GeoDatabase> OPEN = Caffeine.newBuilder().softValues().build();

  /** What a database tells about an address. */
  enum Kind {
    PLACE,
    NETWORK
  }

  private final String name;
  private final Kind kind;
  private final WatchedFile file;
  private final AtomicLong nextLook = new AtomicLong(System.nanoTime() + LOOK_NANOS);
  private volatile Contents contents;
  private final AtomicInteger edition = new AtomicInteger();

  private GeoDatabase(String name, Contents contents, WatchedFile file) {
    this.name = name;
    this.contents = contents;
    this.kind = contents.kind();
    this.file = file;
  }

  /** What was in the file when it was read: the tree finds records, the reader decodes them. */
  private record Contents(NetworkTree tree, Reader reader) {
    static Contents of(byte[] file) throws IOException {
      Reader reader = new Reader(new ByteArrayInputStream(file), new CHMCache());
      return new Contents(new NetworkTree(file, reader.getMetadata()), reader);
    }

    Kind kind() {
      return kindOf(reader.getMetadata().databaseType());
    }
  }

  /** Where a database keeps what it tells about an address, and about others like it. */
  static final class Entry {
    private final GeoDatabase database;
    private final Contents contents;
    private final int place;
    private final IpAddress address;

    private Entry(GeoDatabase database, Contents contents, int place, IpAddress address) {
      this.database = database;
      this.contents = contents;
      this.place = place;
      this.address = address;
    }

    /** What stands there, as nested maps. */
    Map<?, ?> read() {
      try {
        return contents.reader.get(address.inetAddress(), Map.class);
      } catch (IOException e) {
        throw database.damaged(e);
      }
    }

    @Override
    public boolean equals(Object other) {
      return other instanceof Entry that && place == that.place && contents.equals(that.contents);
    }

    @Override
    public int hashCode() {
      return place;
    }
  }

  /** The database that comes with Tidemark. */
  static GeoDatabase embedded(Kind kind) {
    String resource = kind == Kind.PLACE ? "GeoLite2-City.mmdb" : "GeoLite2-ASN.mmdb";
    return OPEN.get("embedded " + resource, name -> readEmbedded(name, resource));
  }

  /** The database in a file, watched from now on. */
  static GeoDatabase in(Path file) {
    return OPEN.get(file.toAbsolutePath().normalize().toString(), GeoDatabase::readFirst);
  }

  Kind kind() {
    return kind;
  }

  /** Grows when a changed file took the place of the one before. */
  int edition() {
    lookForChange();
    return edition.get();
  }

  /** The entry of an address; null when the database has none. */
  Entry find(IpAddress address) {
    Contents current = contents;
    int place;
    try {
      place = current.tree.find(address.bytes());
    } catch (IllegalStateException endless) {
      throw damaged(endless);
    }
    return place == NetworkTree.NONE ? null : new Entry(this, current, place, address);
  }

  private IllegalStateException damaged(Exception why) {
    return new IllegalStateException(
        "The geo database " + name + " is damaged: replace the file.", why);
  }

  private void lookForChange() {
    if (file == null) {
      return;
    }
    long now = System.nanoTime();
    long due = nextLook.get();
    if (now - due < 0 || !nextLook.compareAndSet(due, now + LOOK_NANOS)) {
      return;
    }
    if (!file.hasChanged()) {
      return;
    }
    try {
      Contents fresh = open(Path.of(name));
      if (fresh.kind() != kind) {
        throw new IOException("it now holds " + fresh.kind() + " records, no longer " + kind);
      }
      contents = fresh;
      edition.incrementAndGet();
      LOG.info("Geo database {} was read anew: {}", name, fresh.reader.getMetadata().buildTime());
    } catch (IOException | RuntimeException e) {
      LOG.warn("Geo database {} changed but cannot be read; the one before stays in use", name, e);
    }
  }

  private static GeoDatabase readFirst(String name) {
    Path path = Path.of(name);
    WatchedFile file = new WatchedFile(path);
    try {
      return new GeoDatabase(name, open(path), file);
    } catch (IOException | RuntimeException e) {
      throw new IllegalArgumentException(
          "Cannot read the geo database "
              + name
              + " ("
              + e.getMessage()
              + "). Give --geoDatabase a .mmdb file of City, Country or ASN records, or leave it out"
              + " to use the embedded one.",
          e);
    }
  }

  private static GeoDatabase readEmbedded(String name, String resource) {
    try (InputStream in = GeoDatabase.class.getResourceAsStream("/" + resource)) {
      if (in == null) {
        throw new IllegalStateException(
            resource + " is not on the classpath: give --geoDatabase a file of your own.");
      }
      return new GeoDatabase(name, Contents.of(in.readAllBytes()), null);
    } catch (IOException e) {
      throw new IllegalStateException("The embedded " + resource + " cannot be read.", e);
    }
  }

  private static Contents open(Path path) throws IOException {
    if (!path.toFile().isFile()) {
      throw new IOException("there is no such file");
    }
    return Contents.of(Files.readAllBytes(path));
  }

  private static Kind kindOf(String type) {
    String lower = type.toLowerCase(Locale.ROOT);
    if (lower.contains("city")
        || lower.contains("country")
        || lower.contains("location")
        || lower.contains("enterprise")) {
      return Kind.PLACE;
    }
    if (lower.contains("asn") || lower.contains("isp")) {
      return Kind.NETWORK;
    }
    throw new IllegalArgumentException("its type " + type + " is none that Tidemark reads");
  }
}
