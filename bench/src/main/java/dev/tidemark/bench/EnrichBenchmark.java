package dev.tidemark.bench;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import dev.tidemark.enrich.Enricher;
import dev.tidemark.enrich.Enrichment;
import dev.tidemark.event.EnrichedView;
import dev.tidemark.event.PageView;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;
import org.openjdk.jmh.annotations.Warmup;

/**
 * Enriches the traffic of a middling site: thousands of pages and addresses, hundreds of user
 * agents, popular ones far more often than rare ones, no user ids.
 *
 * <p>The texts are decoded from bytes for each event, as the parser does, because a string that was
 * hashed before would make the caches look faster than they are; {@link #decode} is that cost
 * alone.
 */
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@Warmup(iterations = 3, time = 2)
@Measurement(iterations = 5, time = 2)
@Fork(1)
public class EnrichBenchmark {

  private static final int EVENTS = 1 << 16;

  private final byte[][] urls = new byte[EVENTS][];
  private final byte[][] referrers = new byte[EVENTS][];
  private final byte[][] userAgents = new byte[EVENTS][];
  private final byte[][] ips = new byte[EVENTS][];
  private Enricher enricher;
  private int next;

  @Setup
  public void prepare() {
    Random random = new Random(20260301);
    for (int i = 0; i < EVENTS; i++) {
      urls[i] = url(rank(random, 4_000)).getBytes(ISO_8859_1);
      referrers[i] = referrer(rank(random, 300)).getBytes(ISO_8859_1);
      userAgents[i] = userAgent(rank(random, 400)).getBytes(ISO_8859_1);
      ips[i] = ip(rank(random, 4_000)).getBytes(ISO_8859_1);
    }
    enricher = new Enricher(Enrichment.withSalt("bench".getBytes(ISO_8859_1)));
    for (int i = 0; i < EVENTS; i++) {
      enrich();
    }
  }

  @TearDown
  public void close() {
    enricher.close();
  }

  @Benchmark
  public EnrichedView enrich() {
    return enricher.enrich(decode());
  }

  @Benchmark
  public PageView decode() {
    int i = next++ & (EVENTS - 1);
    return new PageView(
        "web_events",
        0,
        next,
        1_772_366_400_000L,
        1_772_366_400_000_000L + next,
        null,
        PageView.PAGE_VIEW,
        null,
        new String(urls[i], ISO_8859_1),
        null,
        new String(referrers[i], ISO_8859_1),
        new String(userAgents[i], ISO_8859_1),
        new String(ips[i], ISO_8859_1),
        null,
        null,
        null,
        null,
        null);
  }

  /** Few are popular, many are rare. */
  private static int rank(Random random, int bound) {
    double skewed = random.nextDouble() * random.nextDouble() * random.nextDouble();
    return (int) (bound * skewed);
  }

  private static String url(int rank) {
    String campaign = rank % 5 == 0 ? "?utm_source=news" + rank + "&utm_medium=email" : "";
    return "https://www.example.com/catalogue/articles/" + rank * 7919 + campaign;
  }

  private static String referrer(int rank) {
    return switch (rank % 4) {
      case 0 -> "";
      case 1 -> "https://www.google.com/search?q=article+" + rank;
      case 2 -> "https://www.example.com/catalogue/" + rank;
      default -> "https://blog" + rank + ".example.org/post";
    };
  }

  private static String userAgent(int rank) {
    return "Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/"
        + (80 + rank % 60)
        + ".0.0."
        + rank
        + " Safari/537.36";
  }

  private static String ip(int rank) {
    int bits = (rank + 1) * 0x9E3779B1;
    return (1 + ((bits >>> 24) % 200))
        + "."
        + ((bits >>> 16) & 255)
        + "."
        + ((bits >>> 8) & 255)
        + "."
        + (bits & 255);
  }
}
