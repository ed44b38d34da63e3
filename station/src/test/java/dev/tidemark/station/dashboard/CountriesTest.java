package dev.tidemark.station.dashboard;

import static org.hamcrest.MatcherAssert.assertThat;
import static org.hamcrest.Matchers.empty;
import static org.hamcrest.Matchers.hasSize;
import static org.hamcrest.Matchers.is;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.maxmind.db.InvalidNetworkException;
import com.maxmind.db.Reader;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

/** The table of the page that says which shape of the map is which country. */
class CountriesTest {

  private final String table = read("dashboard/assets/countries.js");

  @Test
  void everyShapeOfTheMapIsReachedByACode() throws IOException, InvalidNetworkException {
    JsonNode world =
        new ObjectMapper()
            .readTree(read("META-INF/resources/webjars/echarts/4.1.0/map/json/world.json"));
    Set<String> shapes = new TreeSet<>();
    world.get("features").forEach(f -> shapes.add(f.get("properties").get("name").asText()));
    shapes.remove("");
    Set<String> reached = new TreeSet<>(shapeOf().values());
    reached.addAll(quoted("OTHER_SHAPES = \\{ (.*) };", "'([^']+)': '[A-Z]{2}'"));
    reached.addAll(quoted("WITHOUT_CODE = new Set\\(\\[(.*)]", "'([^']+)'"));
    assertThat(reached, is(shapes));
    assertThat(Set.copyOf(shapeOf().values()), hasSize(shapeOf().size()));
  }

  @Test
  void everyCodeThatAddressesHaveIsDrawnOrListedWithoutAShape()
      throws IOException, InvalidNetworkException {
    Set<String> known = new TreeSet<>(shapeOf().keySet());
    Set<String> without = quoted("WITHOUT_SHAPE = new Set\\(\\s*'(.*)'", "([A-Z]{2})");
    Set<String> both = new TreeSet<>(known);
    both.retainAll(without);
    assertThat(both, empty());
    known.addAll(without);
    assertThat(known, is(codesOfAddresses()));
  }

  private Map<String, String> shapeOf() {
    Map<String, String> shapes = new TreeMap<>();
    String entries = table.substring(table.indexOf('`') + 1, table.lastIndexOf('`'));
    for (String entry : entries.strip().split(";\\s*", -1)) {
      String[] pair = entry.split("=", -1);
      shapes.put(pair[0], pair[1]);
    }
    return shapes;
  }

  private Set<String> quoted(String where, String what) {
    MatchResult place = Pattern.compile(where).matcher(table).results().findFirst().orElseThrow();
    return Pattern.compile(what)
        .matcher(place.group(1))
        .results()
        .map(result -> result.group(1))
        .collect(Collectors.toSet());
  }

  private static Set<String> codesOfAddresses() throws IOException, InvalidNetworkException {
    Set<String> codes = new TreeSet<>();
    try (Reader database = new Reader(stream("GeoLite2-Country.mmdb"))) {
      var networks = database.networks(Map.class);
      while (networks.hasNext()) {
        Map<?, ?> record = networks.next().data();
        if (record != null && record.get("country") instanceof Map<?, ?> country) {
          codes.add((String) country.get("iso_code"));
        }
      }
    }
    return codes;
  }

  private static InputStream stream(String resource) {
    return CountriesTest.class.getClassLoader().getResourceAsStream(resource);
  }

  private static String read(String resource) {
    try (InputStream in = stream(resource)) {
      return new String(in.readAllBytes(), StandardCharsets.UTF_8);
    } catch (IOException e) {
      throw new java.io.UncheckedIOException(e);
    }
  }
}
