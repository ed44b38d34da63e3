package dev.tidemark.enrich;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import com.maxmind.db.CHMCache;
import com.maxmind.db.Reader;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
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
  private volatile Reader reader;
  private final AtomicInteger edition = new AtomicInteger();

  private GeoDatabase(String name, Reader reader, WatchedFile file) {
    this.name = name;
    this.reader = reader;
    this.kind = kindOf(reader.getMetadata().getDatabaseType());
    this.file = file;
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

  /** The record for an address as nested maps; null when the database has none. */
  Map<?, ?> find(InetAddress address) {
    Reader current = reader;
    if (address.getAddress().length == 16 && current.getMetadata().getIpVersion() == 4) {
      return null;
    }
    try {
      return current.get(address, Map.class);
    } catch (IOException e) {
      throw new IllegalStateException(
          "The geo database " + name + " is damaged: replace the file.", e);
    }
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
      Reader fresh = open(Path.of(name));
      Kind freshKind = kindOf(fresh.getMetadata().getDatabaseType());
      if (freshKind != kind) {
        throw new IOException("it now holds " + freshKind + " records, no longer " + kind);
      }
      reader = fresh;
      edition.incrementAndGet();
      LOG.info("Geo database {} was read anew: {}", name, fresh.getMetadata().getBuildDate());
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
      return new GeoDatabase(name, new Reader(in, new CHMCache()), null);
    } catch (IOException e) {
      throw new IllegalStateException("The embedded " + resource + " cannot be read.", e);
    }
  }

  private static Reader open(Path path) throws IOException {
    if (!path.toFile().isFile()) {
      throw new IOException("there is no such file");
    }
    return new Reader(path.toFile(), Reader.FileMode.MEMORY, new CHMCache());
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
