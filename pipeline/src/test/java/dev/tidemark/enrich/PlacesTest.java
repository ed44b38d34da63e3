package dev.tidemark.enrich;

import static org.hamcrest.MatcherAssert.assertThat;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.greaterThan;
import static org.hamcrest.Matchers.is;
import static org.hamcrest.Matchers.lessThan;
import static org.hamcrest.Matchers.sameInstance;
import static org.junit.jupiter.api.Assertions.assertThrows;

import com.maxmind.db.Reader;
import dev.tidemark.event.Place;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.function.BooleanSupplier;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class PlacesTest {

  private static final String MINNESOTA = "128.101.101.101";

  @TempDir Path directory;

  private static Place at(Places places, String ip) {
    return places.of(IpAddress.parse(ip));
  }

  private static Places of(Path... files) {
    return new Places(Stream.of(files).map(Path::toString).toList(), 1_024);
  }

  /** A database of the embedded jar as a file of its own. */
  private Path copyOf(String resource, String name) throws IOException {
    Path fresh = directory.resolve(name + ".new");
    try (InputStream in = PlacesTest.class.getResourceAsStream("/" + resource)) {
      Files.copy(in, fresh);
    }
    return Files.move(fresh, directory.resolve(name), StandardCopyOption.REPLACE_EXISTING);
  }

  /** At once, so that nobody sees the file while it is written. */
  private void replace(Path file, String text) throws IOException {
    Path fresh = Files.writeString(directory.resolve("fresh"), text);
    Files.move(fresh, file, StandardCopyOption.REPLACE_EXISTING);
  }

  private static void waitUntil(String what, BooleanSupplier condition) {
    Instant deadline = Instant.now().plus(Duration.ofSeconds(30));
    while (!condition.getAsBoolean()) {
      assertThat(what, Instant.now(), lessThan(deadline));
      Thread.onSpinWait();
    }
  }

  @Test
  void knowsAnAddressOfEachFamilyByTheEmbeddedDatabases() {
    Places places = of();
    Place minneapolis =
        new Place(
            "US",
            "United States",
            "Minnesota",
            "Minneapolis",
            44.9399,
            -93.2548,
            "America/Chicago",
            217L,
            "University of Minnesota");
    assertThat(at(places, MINNESOTA), is(minneapolis));
    assertThat(at(places, "[::ffff:128.101.101.101]:443"), is(minneapolis));
    assertThat(
        at(places, "2a01:c50e::1"),
        is(
            new Place(
                "ES",
                "Spain",
                "Basque Country",
                "Vitoria-Gasteiz",
                42.8548,
                -2.7017,
                "Europe/Madrid",
                12479L,
                "Orange Espagne SA")));
  }

  @Test
  void findsTheRecordsThatTheLibraryFinds() throws IOException {
    Places places = of();
    SplittableRandom random = new SplittableRandom(1);
    try (Reader cities = open("GeoLite2-City.mmdb");
        Reader networks = open("GeoLite2-ASN.mmdb")) {
      int known = 0;
      for (int i = 0; i < 40_000; i++) {
        byte[] bytes = new byte[i % 2 == 0 ? 4 : 16];
        random.nextBytes(bytes);
        if (bytes.length == 16) {
          // Where addresses are given out: the rest of the space is empty.
          bytes[0] = (byte) (i % 4 == 1 ? 0x2a : 0x20);
          bytes[1] = (byte) random.nextInt(8);
        }
        InetAddress address = InetAddress.getByAddress(bytes);
        IpAddress ip = IpAddress.parse(address.getHostAddress());
        Place expected =
            ip.isPublic()
                ? PlaceRecord.read(cities.get(address, Map.class), networks.get(address, Map.class))
                : Place.UNKNOWN;
        assertThat(ip.toString(), places.of(ip), is(expected));
        known += expected.equals(Place.UNKNOWN) ? 0 : 1;
      }
      assertThat("addresses on the map", known, greaterThan(15_000));
    }
  }

  private static Reader open(String resource) throws IOException {
    try (InputStream in = PlacesTest.class.getResourceAsStream("/" + resource)) {
      return new Reader(in);
    }
  }

  @Test
  void leavesNullWhatTheDatabasesDoNotTell() {
    assertThat(
        at(of(), "217.160.0.1"),
        is(
            new Place(
                "DE",
                "Germany",
                null,
                null,
                51.2993,
                9.491,
                "Europe/Berlin",
                8560L,
                "1&1 Ionos Se")));
  }

  @ParameterizedTest
  @ValueSource(strings = {"10.0.0.1", "127.0.0.1", "::1", "fd00::1", "192.168.1.1", "5fff::1"})
  void knowsNoPlaceOfAnAddressThatIsNotOnTheMap(String ip) {
    assertThat(at(of(), ip), sameInstance(Place.UNKNOWN));
  }

  @Test
  void readsAnewAFileThatChanged() throws IOException {
    Path file = copyOf("GeoLite2-City.mmdb", "places.mmdb");
    Places places = of(file);
    assertThat(at(places, MINNESOTA).city(), is("Minneapolis"));
    int before = places.edition();

    copyOf("GeoLite2-Country.mmdb", "places.mmdb");
    waitUntil("the new file is in use", () -> places.edition() != before);
    assertThat(at(places, MINNESOTA).city(), is((String) null));
    assertThat(at(places, MINNESOTA).countryCode(), is("US"));
  }

  @Test
  void keepsWhatItHasWhenTheNewFileIsBrokenAndTakesTheNextGoodOne() throws IOException {
    Path file = copyOf("GeoLite2-Country.mmdb", "kept.mmdb");
    Places places = of(file);
    int before = places.edition();
    try (LogLines log = LogLines.of(GeoDatabase.class)) {
      replace(file, "half a download");
      waitUntil("the break is told", () -> places.edition() == before && !log.lines().isEmpty());
      assertThat(at(places, MINNESOTA).countryCode(), is("US"));

      Files.delete(file);
      waitUntil("the loss is told", () -> places.edition() == before && log.lines().size() > 1);
      assertThat(at(places, MINNESOTA).countryCode(), is("US"));

      copyOf("GeoLite2-ASN.mmdb", "kept.mmdb");
      waitUntil("the mix-up is told", () -> places.edition() == before && log.lines().size() > 2);
      assertThat(at(places, MINNESOTA).countryCode(), is("US"));

      copyOf("GeoLite2-City.mmdb", "kept.mmdb");
      waitUntil("the good file is in use", () -> places.edition() != before);
      assertThat(at(places, MINNESOTA).city(), is("Minneapolis"));
      assertThat("three complaints and one success", log.lines().size(), is(4));
    }
  }

  @Test
  void readsTheFlatRecordsOfDbIp() throws IOException {
    Map<String, Object> flat =
        Map.of(
            "city", "Oslo",
            "country_code", "NO",
            "latitude", 59.9,
            "longitude", 10.7,
            "state1", "Oslo County",
            "timezone", "Europe/Oslo");
    Map<String, Object> network =
        Map.of("autonomous_system_number", 4711L, "autonomous_system_organization", "Fjord Net");
    Path cities =
        new MmdbFile("dbip-city-ipv4", 4)
            .put("5.6.7.0", 24, flat)
            .writeTo(directory.resolve("c4.mmdb"));
    Path sixes =
        new MmdbFile("dbip-city-ipv6", 6)
            .put("2a00::", 16, Map.of("country_code", "SE"))
            .writeTo(directory.resolve("c6.mmdb"));
    Path networks =
        new MmdbFile("dbip-asn", 6)
            .put("5.6.0.0", 16, network)
            .writeTo(directory.resolve("asn.mmdb"));
    Places places = of(networks, cities, sixes);

    assertThat(
        at(places, "5.6.7.8"),
        is(
            new Place(
                "NO", null, "Oslo County", "Oslo", 59.9, 10.7, "Europe/Oslo", 4711L, "Fjord Net")));
    assertThat(at(places, "2a00::1").countryCode(), is("SE"));
    assertThat(at(places, "5.6.8.8").countryCode(), is((String) null));
    assertThat(at(places, "5.6.8.8").asn(), is(4711L));
    assertThat(at(places, "9.9.9.9"), sameInstance(Place.UNKNOWN));
  }

  @Test
  void takesWhatNoFileCoversFromTheEmbeddedDatabases() throws IOException {
    Path networks =
        new MmdbFile("Our-ASN", 4)
            .put("128.101.0.0", 16, Map.of("asn", "AS64500", "as_name", "Ours"))
            .writeTo(directory.resolve("ours.mmdb"));
    Place place = at(of(networks), MINNESOTA);
    assertThat(place.city(), is("Minneapolis"));
    assertThat(place.asn(), is(64500L));
    assertThat(place.organisation(), is("Ours"));
  }

  @Test
  void refusesAFileThatIsMissing() {
    refuses(directory.resolve("none.mmdb"), "there is no such file");
  }

  @Test
  void refusesAFileThatIsNoDatabase() throws IOException {
    refuses(Files.writeString(directory.resolve("text.mmdb"), "text"), "text.mmdb");
  }

  @Test
  void refusesADatabaseOfAnotherKind() throws IOException {
    Path file =
        new MmdbFile("Anonymous-IP", 4)
            .put("1.0.0.0", 8, Map.of())
            .writeTo(directory.resolve("anonymous.mmdb"));
    refuses(file, "Anonymous-IP");
  }

  private static void refuses(Path file, String reason) {
    IllegalArgumentException refusal = assertThrows(IllegalArgumentException.class, () -> of(file));
    assertThat(refusal.getMessage(), containsString(file.toString()));
    assertThat(refusal.getMessage(), containsString(reason));
    assertThat(refusal.getMessage(), containsString("Give --geoDatabase a .mmdb file"));
  }
}
