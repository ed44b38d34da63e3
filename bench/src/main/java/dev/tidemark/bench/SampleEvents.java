package dev.tidemark.bench;

import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Arrays;
import java.util.Locale;
import java.util.SplittableRandom;

/**
 * Page views as a busy site sends them: pages by Zipf's law, {@value #USERS} users who keep their
 * address and browser, times that move on. The same seed gives the same events.
 */
public final class SampleEvents {
  public static final int USERS = 50_000;

  /** 2026-01-01T00:00:00Z. */
  public static final long START_MILLIS = 1_767_225_600_000L;

  private static final DateTimeFormatter TIME =
      DateTimeFormatter.ofPattern("yyyy-MM-dd'T'HH:mm:ss.SSS'Z'", Locale.ROOT)
          .withZone(ZoneOffset.UTC);

  private static final String[] HOSTS = {"www.example.com", "shop.example.com", "blog.example.org"};

  private static final String[] SECTIONS = {"news", "products", "articles", "help", "categories"};

  private static final String[] REFERRERS = {
    "-",
    "https://www.google.com/",
    "https://www.bing.com/search?q=tide+tables",
    "https://news.ycombinator.com/item?id=39000000",
    "https://t.co/Zx81kQpLm2",
    "https://www.example.com/",
    "https://duckduckgo.com/",
    "https://mail.google.com/mail/u/0/"
  };

  private static final String[] AGENTS = {
    "Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 (KHTML, like Gecko)"
        + " Chrome/126.0.0.0 Safari/537.36",
    "Mozilla/5.0 (Macintosh; Intel Mac OS X 10_15_7) AppleWebKit/605.1.15 (KHTML, like Gecko)"
        + " Version/17.5 Safari/605.1.15",
    "Mozilla/5.0 (X11; Linux x86_64; rv:127.0) Gecko/20100101 Firefox/127.0",
    "Mozilla/5.0 (iPhone; CPU iPhone OS 17_5 like Mac OS X) AppleWebKit/605.1.15 (KHTML, like"
        + " Gecko) Version/17.5 Mobile/15E148 Safari/604.1",
    "Mozilla/5.0 (Linux; Android 10; K) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/126.0.0.0"
        + " Mobile Safari/537.36",
    "Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 (KHTML, like Gecko)"
        + " Chrome/126.0.0.0 Safari/537.36 Edg/126.0.0.0",
    "Mozilla/5.0 (compatible; Googlebot/2.1; +http://www.google.com/bot.html)"
  };

  /** About how long an event is of which nothing is left out and to which nothing is added. */
  private static final int NATURAL = Shape.USUAL.bytes();

  private final SplittableRandom random;
  private final Shape shape;
  private final double[] pageShare;
  private long millis = START_MILLIS;
  private long sequence;
  private int user;
  private int page;
  private String referrer;

  /** Events of the usual shape. */
  public SampleEvents(long seed) {
    this(seed, Shape.USUAL);
  }

  public SampleEvents(long seed, Shape shape) {
    random = new SplittableRandom(seed);
    this.shape = shape;
    pageShare = new double[shape.pages()];
    double sum = 0;
    for (int rank = 0; rank < pageShare.length; rank++) {
      sum += 1.0 / (rank + 1);
      pageShare[rank] = sum;
    }
  }

  /** That many events of a seed, as JSON. */
  public static byte[][] of(long seed, int count) {
    SampleEvents events = new SampleEvents(seed);
    byte[][] all = new byte[count][];
    for (int i = 0; i < count; i++) {
      all[i] = events.next();
    }
    return all;
  }

  /** The event time of the last event. */
  public long millis() {
    return millis;
  }

  /** The user of the last event. */
  public String user() {
    return "u" + user;
  }

  /** The host of the last event's URL. */
  public String host() {
    return HOSTS[page % HOSTS.length];
  }

  public String url() {
    return "https://" + host() + "/" + SECTIONS[page % SECTIONS.length] + "/page-" + page;
  }

  /** The referrer of the last event as it stands there. */
  public String referrer() {
    return referrer;
  }

  /** The next event as JSON. */
  public byte[] next() {
    millis += random.nextInt(3);
    user = random.nextInt(USERS);
    page = nextPage();
    referrer = REFERRERS[random.nextInt(REFERRERS.length)];
    String json =
        "{\"event_id\":\""
            + String.format(Locale.ROOT, "%016x", mix(sequence++))
            + "\",\"event_time\":\""
            + TIME.format(Instant.ofEpochMilli(millis))
            + "\",\"event_type\":\"page_view\",\"user_id\":\""
            + user()
            + "\",\"url\":\""
            + url()
            + "\",\"referrer\":\""
            + referrer
            + "\",\"ip\":\""
            + address(user)
            + "\""
            + more()
            + "}";
    return json.getBytes(StandardCharsets.UTF_8);
  }

  /** What makes an event as long as it shall be; a small one has no agent and no session. */
  private String more() {
    if (shape.bytes() < NATURAL) {
      return "";
    }
    String usual =
        ",\"user_agent\":\""
            + AGENTS[user % AGENTS.length]
            + "\",\"session_id\":\"s"
            + Long.toString(mix(user) >>> 20, Character.MAX_RADIX)
            + "\"";
    return shape.bytes() == NATURAL ? usual : usual + ",\"note\":\"" + note() + "\"";
  }

  /** Text that does not pack to nothing. */
  private String note() {
    StringBuilder note = new StringBuilder(shape.bytes() - NATURAL);
    while (note.length() < shape.bytes() - NATURAL) {
      note.append(Long.toString(random.nextLong() >>> 1, Character.MAX_RADIX));
    }
    return note.substring(0, shape.bytes() - NATURAL);
  }

  private int nextPage() {
    double at = random.nextDouble() * pageShare[pageShare.length - 1];
    int found = Arrays.binarySearch(pageShare, at);
    return found >= 0 ? found : -found - 1;
  }

  private static String address(int user) {
    long bits = mix(user);
    return (1 + (bits & 0x7f))
        + "."
        + (bits >>> 8 & 0xff)
        + "."
        + (bits >>> 16 & 0xff)
        + "."
        + (1 + (bits >>> 24 & 0x7f));
  }

  /** Spreads a number over all bits. */
  private static long mix(long value) {
    long mixed = (value + 1) * 0x9e3779b97f4a7c15L;
    mixed = (mixed ^ mixed >>> 32) * 0xd6e8feb86659fd93L;
    return mixed ^ mixed >>> 32;
  }
}
