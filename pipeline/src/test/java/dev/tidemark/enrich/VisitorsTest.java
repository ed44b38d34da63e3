package dev.tidemark.enrich;

import static dev.tidemark.enrich.Views.micros;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.hamcrest.MatcherAssert.assertThat;
import static org.hamcrest.Matchers.is;
import static org.hamcrest.Matchers.matchesPattern;
import static org.hamcrest.Matchers.not;

import java.util.HashSet;
import java.util.Set;
import org.junit.jupiter.api.Test;

class VisitorsTest {

  private static final long NOON = micros("2026-03-01T12:00:00Z");
  private static final IpAddress IP = IpAddress.parse("81.2.69.142");

  private final Visitors visitors = new Visitors("salt".getBytes(UTF_8));

  private String id(IpAddress ip, String userAgent, String site, long at) {
    return visitors.idOf(null, ip, visitors.digest(userAgent), site, at);
  }

  @Test
  void takesTheUserIdWhereThereIsOne() {
    assertThat(visitors.idOf("user-1", IP, 0, "example.com", NOON), is("user-1"));
  }

  @Test
  void hashesWhereTheUserIdIsBlank() {
    String hashed = visitors.idOf(" ", IP, visitors.digest("agent"), "example.com", NOON);
    assertThat(hashed, matchesPattern("~[0-9a-f]{16}"));
    assertThat(hashed, is(id(IP, "agent", "example.com", NOON)));
  }

  @Test
  void tellsAddressUserAgentAndSiteApart() {
    Set<String> ids = new HashSet<>();
    ids.add(id(IP, "agent", "example.com", NOON));
    ids.add(id(IpAddress.parse("81.2.69.143"), "agent", "example.com", NOON));
    ids.add(id(IP, "agent2", "example.com", NOON));
    ids.add(id(IP, "agent", "example.org", NOON));
    ids.add(id(IP, "agentexample.", "com", NOON));
    ids.add(id(null, "agent", "example.com", NOON));
    ids.add(id(IP, "", "example.com", NOON));
    ids.add(id(null, "", "example.com", NOON));
    ids.add(id(null, "", "", NOON));
    assertThat(ids.size(), is(9));
  }

  @Test
  void keepsAVisitorThroughADayOfUtcAndForgetsAtMidnight() {
    String first = id(IP, "agent", "example.com", micros("2026-03-01T00:00:00Z"));
    String last = id(IP, "agent", "example.com", micros("2026-03-01T23:59:59.999Z"));
    String next = id(IP, "agent", "example.com", micros("2026-03-02T00:00:00Z"));
    assertThat(last, is(first));
    assertThat(next, not(first));
  }

  @Test
  void comesBackToAnEarlierDay() {
    String first = id(IP, "agent", "example.com", NOON);
    for (long day = 1; day < 40; day++) {
      assertThat(id(IP, "agent", "example.com", NOON + day * 86_400_000_000L), not(first));
    }
    assertThat(id(IP, "agent", "example.com", NOON), is(first));
  }

  @Test
  void knowsDaysBeforeTheEpoch() {
    String before = id(IP, "agent", "example.com", -1);
    assertThat(before, is(id(IP, "agent", "example.com", -86_400_000_000L)));
    assertThat(before, not(id(IP, "agent", "example.com", 0)));
  }

  @Test
  void isTheSameOnEveryWorkerWithTheSameSaltOnly() {
    String here = id(IP, "agent", "example.com", NOON);
    Visitors same = new Visitors("salt".getBytes(UTF_8));
    Visitors other = new Visitors("Salt".getBytes(UTF_8));
    assertThat(same.idOf(null, IP, same.digest("agent"), "example.com", NOON), is(here));
    assertThat(other.idOf(null, IP, other.digest("agent"), "example.com", NOON), not(here));
    assertThat("the hash may never change between releases", here, is("~821fa1349af906d2"));
  }

  @Test
  void hashesUserAgentsOfAnyLength() {
    String first = id(IP, "a".repeat(100_000), "example.com", NOON);
    assertThat(first, not(id(IP, "a".repeat(99_999), "example.com", NOON)));
    assertThat(first, is(id(IP, "a".repeat(100_000), "example.com", NOON)));
  }
}
