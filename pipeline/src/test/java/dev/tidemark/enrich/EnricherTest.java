package dev.tidemark.enrich;

import static dev.tidemark.enrich.Views.view;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.hamcrest.MatcherAssert.assertThat;
import static org.hamcrest.Matchers.is;
import static org.hamcrest.Matchers.lessThan;
import static org.hamcrest.Matchers.matchesPattern;
import static org.hamcrest.Matchers.not;
import static org.hamcrest.Matchers.nullValue;
import static org.hamcrest.Matchers.sameInstance;

import dev.tidemark.event.Address;
import dev.tidemark.event.Client;
import dev.tidemark.event.EnrichedView;
import dev.tidemark.event.PageView;
import dev.tidemark.event.Place;
import dev.tidemark.event.Source;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.WithNull;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class EnricherTest {

  private static final byte[] SALT = "salt".getBytes(UTF_8);
  private static final String FIREFOX =
      "Mozilla/5.0 (X11; Linux x86_64; rv:120.0) Gecko/20100101 Firefox/120.0";

  private final Enricher enricher = new Enricher(Enrichment.withSalt(SALT));

  private static Views full() {
    return view("https://www.example.com/pricing?utm_source=spring&utm_medium=cpc")
        .referredBy("https://www.google.com/")
        .with(FIREFOX)
        .from("128.101.101.101");
  }

  @Test
  void addsAllThatCanBeFoundOut() {
    PageView sent = full().sent();
    EnrichedView enriched = enricher.enrich(sent);
    assertThat(enriched.view(), sameInstance(sent));
    assertThat(
        enriched.address(),
        is(
            new Address(
                "www.example.com",
                "/pricing",
                "utm_source=spring&utm_medium=cpc",
                "spring",
                "cpc",
                null,
                null,
                null)));
    assertThat(enriched.source(), is(new Source("www.google.com", Source.Kind.PAID, "Google")));
    assertThat(enriched.place().city(), is("Minneapolis"));
    assertThat(enriched.place().asn(), is(217L));
    assertThat(enriched.client(), is(new Client("Firefox", "120.0", "Linux", "Desktop", false)));
    assertThat(enriched.visitorId(), matchesPattern("~[0-9a-f]{16}"));
    assertThat(enriched.storedIp(), is("128.101.101.0"));
  }

  @Test
  void makesDoWithAUrlAlone() {
    EnrichedView enriched = enricher.enrich(view("/").sent());
    assertThat(enriched.address().host(), is(""));
    assertThat(enriched.source(), is(new Source("", Source.Kind.DIRECT, null)));
    assertThat(enriched.place(), sameInstance(Place.UNKNOWN));
    assertThat(enriched.client(), sameInstance(Client.UNKNOWN));
    assertThat(enriched.visitorId(), matchesPattern("~[0-9a-f]{16}"));
    assertThat(enriched.storedIp(), nullValue());
  }

  @Test
  void countsTheAddressesThatLeadNowhere() {
    for (int time = 0; time < 2; time++) {
      enricher.enrich(full().from("10.0.0.1").sent());
      enricher.enrich(full().from("300.0.0.1").sent());
      enricher.enrich(full().from("300.0.0.1").sent());
      enricher.enrich(full().from("5fff::1").sent());
      enricher.enrich(full().from("128.101.101.101").sent());
      enricher.enrich(full().from(null).sent());
    }
    Counts counts = enricher.counts();
    assertThat(counts.privateAddresses(), is(2L));
    assertThat(counts.invalidAddresses(), is(4L));
    assertThat(counts.unknownAddresses(), is(2L));
    enricher.enrich(full().from("10.0.0.1").sent());
    assertThat(enricher.counts().since(counts), is(new Counts(1, 0, 0, 4, 0)));
  }

  @Test
  void storesTheWholeAddressOnlyWhenAskedTo() {
    Enricher asked = new Enricher(new Enrichment(List.of(), SALT, true, 16));
    assertThat(asked.enrich(full().sent()).storedIp(), is("128.101.101.101"));
    assertThat(enricher.enrich(full().from("nonsense").sent()).storedIp(), nullValue());
  }

  @Test
  void knowsAVisitorThroughChangingPortsAndPages() {
    String first = enricher.enrich(full().from("128.101.101.101:1000").sent()).visitorId();
    EnrichedView second =
        enricher.enrich(
            view("https://www.example.com/other").with(FIREFOX).from("128.101.101.101:2").sent());
    assertThat(second.visitorId(), is(first));
    assertThat(enricher.enrich(full().from("128.101.101.102").sent()).visitorId(), not(first));
    assertThat(enricher.enrich(full().at("2026-03-02T00:00:00Z").sent()).visitorId(), not(first));
    assertThat(enricher.enrich(full().onHost("example.org").sent()).visitorId(), not(first));
    assertThat(enricher.enrich(full().by("u1").sent()).visitorId(), is("u1"));
  }

  @Test
  void answersAlikeWithFullCachesAndWithEmptyOnes() {
    Enricher forgetful = new Enricher(new Enrichment(List.of(), SALT, false, 1));
    for (int round = 0; round < 2; round++) {
      for (int i = 0; i < 500; i++) {
        PageView sent =
            view("https://s" + i % 7 + ".example.com/p?utm_source=" + i % 5)
                .referredBy("https://r" + i % 11 + ".org/")
                .with("Foo/" + i % 13)
                .from("128.101." + i % 17 + ".1")
                .onHost(i % 3 == 0 ? "h" + i % 2 + ".example.com" : null)
                .sent();
        assertThat(enricher.enrich(sent), is(forgetful.enrich(sent)));
      }
    }
  }

  @Test
  void bearsTextsOfAHundredThousandCharacters() {
    String longText = "x/".repeat(50_000);
    EnrichedView enriched =
        enricher.enrich(
            view("https://example.com/" + longText)
                .referredBy("https://example.org/" + longText)
                .with(longText)
                .from(longText)
                .onHost(longText)
                .sent());
    assertThat(enriched.address().host(), is("example.com"));
    assertThat(enriched.source().host(), is("example.org"));
    assertThat(enriched.client().bot(), is(true));
  }

  @Test
  void forgetsRememberedPlacesWhenTheDatabaseIsReplaced(@TempDir Path directory)
      throws IOException {
    Path file = directory.resolve("city.mmdb");
    new MmdbFile("dbip-city", 4).put("9.0.0.0", 8, Map.of("city", "Old Town")).writeTo(file);
    Enricher local = new Enricher(new Enrichment(List.of(file.toString()), SALT, false, 16));
    PageView sent = full().from("9.9.9.9").sent();
    assertThat(local.enrich(sent).place().city(), is("Old Town"));

    Path fresh = directory.resolve("fresh.mmdb");
    new MmdbFile("dbip-city", 4).put("9.0.0.0", 8, Map.of("city", "New Town")).writeTo(fresh);
    Files.move(fresh, file, StandardCopyOption.REPLACE_EXISTING);
    Instant deadline = Instant.now().plusSeconds(30);
    while (!local.enrich(sent).place().city().equals("New Town")) {
      assertThat("the new file is in use", Instant.now(), lessThan(deadline));
    }
  }

  @Property(tries = 300)
  void neverThrows(
      @ForAll String url,
      @ForAll @WithNull String host,
      @ForAll String referrer,
      @ForAll @WithNull String userAgent,
      @ForAll @WithNull String ip) {
    PageView sent = view(url).onHost(host).referredBy(referrer).with(userAgent).from(ip).sent();
    EnrichedView enriched = enricher.enrich(sent);
    assertThat(enriched, is(new Enricher(Enrichment.withSalt(SALT)).enrich(sent)));
  }
}
