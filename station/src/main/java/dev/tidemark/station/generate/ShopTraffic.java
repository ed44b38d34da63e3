package dev.tidemark.station.generate;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Iterator;
import java.util.List;
import java.util.Locale;
import java.util.SplittableRandom;

/**
 * What a shop's visitors look at, in the words of the preset {@code product_views}, without end:
 * the same scenario gives the same bytes. Nobody is late, and nothing is sent twice.
 */
final class ShopTraffic implements Iterator<GeneratedEvent> {

  private static final int PRODUCTS = 800;
  private static final int STORES = 6;
  private static final double VIEWS_OF_A_DEVICE_AND_DAY = 8;
  private static final int FEWEST_DEVICES = 300;
  private static final DateTimeFormatter LOCAL =
      DateTimeFormatter.ofPattern("yyyy-MM-dd HH:mm:ss", Locale.ROOT);

  private static final List<String> MATERIALS =
      List.of("gold", "silver", "platinum", "walnut", "linen", "ceramic", "leather", "glass");
  private static final List<String> THINGS =
      List.of(
          "ring", "lamp", "chair", "bowl", "bag", "watch", "mirror", "necklace", "vase", "desk");
  private static final List<String> NAMES =
      List.of("anna", "oslo", "mira", "luna", "petra", "vera", "nora", "ida", "elin", "sol");
  private static final List<String> FINISHES = List.of("matt", "polished", "brushed");
  private static final List<String> REFERRERS =
      List.of(
          "",
          "",
          "",
          "https://www.google.com/",
          "https://www.google.com/",
          "https://www.bing.com/search?q=gifts",
          "https://www.facebook.com/",
          "https://www.instagram.com/p/atelier",
          "https://www.pinterest.com/pin/88",
          "https://gifts.example/best-of",
          "https://www.atelier.example/sale.html");

  private final Scenario scenario;
  private final SplittableRandom random;
  private final AliasTable products = AliasTable.zipf(PRODUCTS, 0.9);
  private final AliasTable countries =
      new AliasTable(Country.ALL.stream().mapToDouble(Country::share).toArray());
  private final long devices;
  private double micros;
  private long events;

  ShopTraffic(Scenario scenario) {
    this.scenario = scenario;
    this.random = new SplittableRandom(Mix.of(scenario.seed(), scenario.stream()));
    this.devices =
        Math.max(
            FEWEST_DEVICES, (long) (scenario.perSecond() * 86_400 / VIEWS_OF_A_DEVICE_AND_DAY));
  }

  @Override
  public boolean hasNext() {
    return true;
  }

  @Override
  public GeneratedEvent next() {
    Instant now = scenario.start().plusNanos((long) (micros * 1_000));
    // Squared: some look around a lot, most hardly ever.
    double chance = random.nextDouble();
    long device = Mix.of(scenario.seed(), (long) (chance * chance * devices));
    byte[] json = event(now, device).getBytes(UTF_8);
    double step = scenario.steady() ? 1 : -StrictMath.log(1 - random.nextDouble());
    micros += step * 1e6 / scenario.perSecond();
    return new GeneratedEvent(now, Long.toHexString(device).getBytes(UTF_8), json);
  }

  private String event(Instant now, long device) {
    // All that stays the same of a device is drawn from its number.
    SplittableRandom own = new SplittableRandom(device);
    int countryAt = countries.pick(own);
    Country country = Country.ALL.get(countryAt);
    String ip = country.networks().get(own.nextInt(country.networks().size())).address(own);
    String userAgent = Browser.pick(own).userAgent();
    int product = products.pick(random);
    String id = String.format(Locale.ROOT, "%016x", Mix.of(scenario.seed() + 1, events++));
    StringBuilder json = new StringBuilder(600);
    json.append("{\"_id\":\"").append(id);
    json.append("\",\"time_stamp\":").append(now.getEpochSecond());
    json.append(",\"local_time\":\"")
        .append(
            LOCAL.format(
                now.atOffset(ZoneOffset.ofTotalSeconds(country.minutesAheadOfUtc() * 60))));
    json.append("\",\"ip\":\"").append(ip);
    json.append("\",\"user_agent\":\"").append(userAgent);
    json.append("\",\"device_id\":\"").append(String.format(Locale.ROOT, "%016x", device));
    json.append("\",\"store_id\":\"").append(1 + countryAt % STORES);
    json.append("\",\"email\":\"");
    if (own.nextInt(20) == 0) {
      json.append(String.format(Locale.ROOT, "%08x@mail.example", (int) device));
    }
    json.append("\",\"collection\":\"");
    double kind = random.nextDouble();
    if (kind < 0.9) {
      view(json, product);
    } else if (kind < 0.95) {
      json.append("add_to_cart_action\",\"product_id\":\"").append(productId(product));
      json.append("\",\"price\":\"").append(price(product));
      json.append("\",\"current_url\":\"").append(url(product));
    } else {
      json.append("listing_page\",\"current_url\":\"https://www.atelier.example/")
          .append(THINGS.get(random.nextInt(THINGS.size())))
          .append("s/");
    }
    json.append("\",\"referrer_url\":\"").append(REFERRERS.get(random.nextInt(REFERRERS.size())));
    return json.append("\"}").toString();
  }

  private void view(StringBuilder json, int product) {
    String finish = FINISHES.get(random.nextInt(FINISHES.size()));
    json.append("view_product_detail\",\"product_id\":\"").append(productId(product));
    json.append("\",\"price\":\"").append(price(product));
    json.append("\",\"category\":\"").append(thing(product));
    json.append("\",\"option\":[{\"option_label\":\"finish\",\"value_label\":\"")
        .append(finish)
        .append("\"},{\"option_label\":\"size\",\"value_label\":\"")
        .append(1 + random.nextInt(5))
        .append("\"}]");
    json.append(",\"current_url\":\"").append(url(product)).append("?finish=").append(finish);
  }

  private static String productId(int product) {
    return String.valueOf(100_000 + product * 7);
  }

  private static String price(int product) {
    return 19 + product * 13 % 480 + ".90";
  }

  private static String thing(int product) {
    return THINGS.get(product % THINGS.size());
  }

  private static String url(int product) {
    return "https://www.atelier.example/"
        + MATERIALS.get(product / THINGS.size() % MATERIALS.size())
        + "-"
        + thing(product)
        + "-"
        + NAMES.get(product / (THINGS.size() * MATERIALS.size()) % NAMES.size())
        + ".html";
  }
}
