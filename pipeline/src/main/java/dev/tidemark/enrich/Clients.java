package dev.tidemark.enrich;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import dev.tidemark.event.Client;
import java.util.Set;
import nl.basjes.parse.useragent.UserAgent;
import nl.basjes.parse.useragent.UserAgentAnalyzerDirect;

/**
 * Reads user agents: a distinct one is parsed once a worker.
 *
 * <p>Implementation note: the analyzer and what it found are static, so that all threads of a JVM
 * share them. Building it takes seconds; it serves one thread at a time, which the cache in front
 * makes rare. Both hold nothing but facts about text, so sharing them between jobs does no harm.
 */
final class Clients {

  /** A longer user agent is read up to here: real ones end before, hostile ones cost by length. */
  static final int LONGEST = 512;

  /** In characters: about 100,000 user agents of usual length. */
  private static final long REMEMBERED = 16L << 20;

  private static final Cache<String, Client> KNOWN =
      Caffeine.newBuilder()
          .maximumWeight(REMEMBERED)
          .weigher((String userAgent, Client client) -> userAgent.length() + 64)
          .build();

  /** Classes of devices and of agents. */
  private static final Set<String> BOTS =
      Set.of("Robot", "Robot Mobile", "Robot Imitator", "Spy", "Hacker");

  /** What the parser itself says of a user agent that attacks it. */
  private static final Client HOSTILE = new Client("Hacker", "Hacker", "Hacker", "Hacker", true);

  private Clients() {}

  /** Builds the analyzer now, so that no event waits for it. */
  static void prepare() {
    Analyzer.SHARED.initializeMatchers();
  }

  static Client of(String userAgent) {
    if (userAgent == null || userAgent.isBlank()) {
      return Client.UNKNOWN;
    }
    return KNOWN.get(cut(userAgent), Clients::parse);
  }

  /** The part of a user agent that is read. */
  static String cut(String userAgent) {
    return userAgent.length() <= LONGEST ? userAgent : userAgent.substring(0, LONGEST);
  }

  private static Client parse(String userAgent) {
    if (UserAgentShape.isHostile(userAgent)) {
      return HOSTILE;
    }
    UserAgent parsed;
    synchronized (Analyzer.SHARED) {
      parsed = Analyzer.SHARED.parse(userAgent);
    }
    String device = known(parsed, UserAgent.DEVICE_CLASS);
    String agent = known(parsed, UserAgent.AGENT_CLASS);
    return new Client(
        known(parsed, UserAgent.AGENT_NAME),
        known(parsed, UserAgent.AGENT_VERSION),
        known(parsed, UserAgent.OPERATING_SYSTEM_NAME),
        device,
        (device != null && BOTS.contains(device)) || (agent != null && BOTS.contains(agent)));
  }

  private static String known(UserAgent parsed, String field) {
    String value = parsed.getValue(field);
    return value == null || value.equals("Unknown") || value.startsWith("??") ? null : value;
  }

  private static final class Analyzer {
    static final UserAgentAnalyzerDirect SHARED =
        UserAgentAnalyzerDirect.newBuilder()
            .withFields(
                UserAgent.AGENT_NAME,
                UserAgent.AGENT_VERSION,
                UserAgent.AGENT_CLASS,
                UserAgent.OPERATING_SYSTEM_NAME,
                UserAgent.DEVICE_CLASS)
            .withUserAgentMaxLength(LONGEST)
            .hideMatcherLoadStats()
            .dropTests()
            .immediateInitialization()
            .build();
  }
}
