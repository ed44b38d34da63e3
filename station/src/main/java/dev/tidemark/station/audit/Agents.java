package dev.tidemark.station.audit;

import java.util.Set;
import java.util.regex.Pattern;
import nl.basjes.parse.useragent.UserAgent;
import nl.basjes.parse.useragent.UserAgentAnalyzerDirect;

/** What yauaa says of a user agent, but for those that would keep it busy for seconds. */
final class Agents {

  /** A program; what its user agent does not tell is null. */
  record Agent(String browser, String system, String device, boolean bot) {
    static final Agent UNKNOWN = new Agent(null, null, null, false);
    static final Agent HOSTILE = new Agent("Hacker", "Hacker", "Hacker", true);
  }

  /** Only so much of a user agent is read. */
  static final int LONGEST = 512;

  private static final Set<String> BOTS =
      Set.of("Robot", "Robot Mobile", "Robot Imitator", "Spy", "Hacker");
  private static final Pattern MANY_SLASHES = Pattern.compile("(?:[^/]*/){21}", Pattern.DOTALL);
  private static final Pattern LONG_PATH =
      Pattern.compile("(?:[^/ ;,()\\[\\]{}]*/){9}", Pattern.DOTALL);
  private static final Pattern MANY_URLS = Pattern.compile("(?s)(?:.*?://){4}");
  private static final String ODD = "<>$?&|^~*!#";

  private static final int DEEPEST_BRACKETS = 3;
  private static final int MOST_ODDITIES = 16;

  private final UserAgentAnalyzerDirect parser =
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

  Agent of(String userAgent) {
    if (userAgent.isBlank()) {
      return Agent.UNKNOWN;
    }
    if (isHostile(userAgent)) {
      return Agent.HOSTILE;
    }
    UserAgent parsed = parser.parse(userAgent);
    String device = known(parsed, UserAgent.DEVICE_CLASS);
    String kind = known(parsed, UserAgent.AGENT_CLASS);
    return new Agent(
        known(parsed, UserAgent.AGENT_NAME),
        known(parsed, UserAgent.OPERATING_SYSTEM_NAME),
        device,
        (device != null && BOTS.contains(device)) || (kind != null && BOTS.contains(kind)));
  }

  private static String known(UserAgent parsed, String field) {
    String value = parsed.getValue(field);
    return value == null || value.equals("Unknown") || value.startsWith("??") ? null : value;
  }

  /**
   * The documented rule: brackets more than three deep, more than eight slashes in a word or twenty
   * in all, more than three URLs or sixteen characters that are odd in the name of a program.
   */
  static boolean isHostile(String userAgent) {
    int depth = 0;
    int deepest = 0;
    int odd = 0;
    for (int i = 0; i < userAgent.length(); i++) {
      char c = userAgent.charAt(i);
      boolean beforeWord =
          i + 1 < userAgent.length() && Character.isLetterOrDigit(userAgent.charAt(i + 1));
      odd += c > 126 || ODD.indexOf(c) >= 0 || (c == '/' && !beforeWord) ? 1 : 0;
      depth += "([{".indexOf(c) >= 0 ? 1 : 0;
      depth -= ")]}".indexOf(c) >= 0 && depth > 0 ? 1 : 0;
      deepest = Math.max(deepest, depth);
    }
    return deepest > DEEPEST_BRACKETS
        || MANY_SLASHES.matcher(userAgent).find()
        || LONG_PATH.matcher(userAgent).find()
        || MANY_URLS.matcher(userAgent).find()
        || odd > MOST_ODDITIES;
  }
}
