package dev.tidemark.enrich;

import static org.hamcrest.MatcherAssert.assertThat;
import static org.hamcrest.Matchers.is;
import static org.hamcrest.Matchers.lessThan;
import static org.hamcrest.Matchers.sameInstance;

import dev.tidemark.event.Client;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.NullSource;
import org.junit.jupiter.params.provider.ValueSource;

class ClientsTest {

  private static final Client HOSTILE = new Client("Hacker", "Hacker", "Hacker", "Hacker", true);

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      nullValues = "null",
      value = {
        "Mozilla/5.0 (X11; Linux x86_64; rv:120.0) Gecko/20100101 Firefox/120.0"
            + " | Firefox | 120.0 | Linux | Desktop | false",
        "Mozilla/5.0 (iPhone; CPU iPhone OS 17_1 like Mac OS X) AppleWebKit/605.1.15"
            + " (KHTML, like Gecko) Version/17.1 Mobile/15E148 Safari/604.1"
            + " | Safari | 17.1 | iOS | Phone | false",
        "Mozilla/5.0 (iPad; CPU OS 16_6 like Mac OS X) AppleWebKit/605.1.15 (KHTML, like Gecko)"
            + " Version/16.6 Mobile/15E148 Safari/604.1"
            + " | Safari | 16.6 | iOS | Tablet | false",
        "Mozilla/5.0 (Linux; Android 14; Pixel 8) AppleWebKit/537.36 (KHTML, like Gecko)"
            + " Chrome/120.0.6099.43 Mobile Safari/537.36"
            + " | Chrome | 120.0.6099.43 | Android | Phone | false",
        "Mozilla/5.0 (compatible; Googlebot/2.1; +http://www.google.com/bot.html)"
            + " | Googlebot | 2.1 | Google Cloud | Robot | true",
        "curl/8.4.0 | Curl | 8.4.0 | Cloud | Robot | true",
        "' OR 1=1 -- | Hacker | Hacker | Hacker | Hacker | true",
      },
      quoteCharacter = '"')
  void readsAUserAgent(
      String userAgent,
      String browser,
      String version,
      String operatingSystem,
      String device,
      boolean bot) {
    assertThat(
        Clients.of(userAgent), is(new Client(browser, version, operatingSystem, device, bot)));
  }

  @ParameterizedTest
  @NullSource
  @ValueSource(strings = {"", " ", "\t"})
  void knowsNothingOfASilentClient(String userAgent) {
    assertThat(Clients.of(userAgent), sameInstance(Client.UNKNOWN));
  }

  @Test
  void parsesADistinctUserAgentOnce() {
    String userAgent = "Mozilla/5.0 (Windows NT 10.0; Win64; x64; rv:99.0) Gecko Firefox/99.0";
    assertThat(Clients.of(userAgent), sameInstance(Clients.of(new String(userAgent))));
  }

  @ParameterizedTest
  @ValueSource(strings = {"a/", "(", "[", "A/1 [", "((Mozilla/5.0 ", "\u00e9 ", "http://a.b/?c "})
  void readsNoUserAgentThatWouldHoldUpTheStream(String part) {
    Instant start = Instant.now();
    assertThat(Clients.of(part.repeat(100_000 / part.length())), is(HOSTILE));
    assertThat(Duration.between(start, Instant.now()), lessThan(Duration.ofSeconds(1)));
  }

  @Test
  void readsALongUserAgentUpToTheLimit() {
    String firefox = "Mozilla/5.0 (X11; Linux x86_64; rv:120.0) Gecko/20100101 Firefox/120.0";
    Client read = Clients.of(firefox + " x".repeat(50_000));
    assertThat(read.browser(), is("Firefox"));
    assertThat(Clients.of(firefox + " x".repeat(50_000) + "y"), sameInstance(read));
  }

  @Test
  void givesAllThreadsTheSameAnswer() throws InterruptedException, ExecutionException {
    ExecutorService threads = Executors.newFixedThreadPool(4);
    try {
      List<Future<String>> answers = new ArrayList<>();
      for (int i = 0; i < 400; i++) {
        int version = i / 4;
        answers.add(threads.submit(() -> Clients.of("Foo/" + version + ".5").browserVersion()));
      }
      for (int i = 0; i < 400; i++) {
        assertThat(answers.get(i).get(), is(i / 4 + ".5"));
      }
    } finally {
      threads.shutdown();
    }
  }
}
