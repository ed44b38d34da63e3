package dev.tidemark.write;

import static dev.tidemark.write.Sql.ask;
import static dev.tidemark.write.Sql.count;
import static dev.tidemark.write.Sql.run;
import static org.hamcrest.MatcherAssert.assertThat;
import static org.hamcrest.Matchers.contains;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.empty;
import static org.hamcrest.Matchers.everyItem;
import static org.hamcrest.Matchers.is;

import dev.tidemark.event.EnrichedView;
import dev.tidemark.metric.Star;
import dev.tidemark.servers.Database;
import java.io.IOException;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** The star schema against plain SQL over the single views. */
@Timeout(value = 3, unit = TimeUnit.MINUTES)
class StarTest {

  private static final String SEEN =
      """
      SELECT %s AS span, to_char(d.date, 'YYYY-MM-DD'), p.product_id, c.store_id, c.country_code,
        r.referrer_url, r.source_class, v.device_id, f.view_count, f.unique_visitors,
        f.first_view_time, f.last_view_time, f.view_duration_seconds, f.avg_view_timestamp
      FROM %s f JOIN dim_date d USING (date_key) JOIN dim_product p USING (product_key)
        JOIN dim_country c USING (country_key) JOIN dim_referrer r USING (referrer_key)
        JOIN dim_device v USING (device_key)""";

  private static final String NAIVE =
      """
      SELECT %s AS span, to_char(time AT TIME ZONE 'UTC', 'YYYY-MM-DD'), product, store, country,
        referrer, class, device, count(*), count(DISTINCT visitor), min(time), max(time),
        extract(epoch FROM max(time) - min(time)),
        'epoch'::timestamptz + floor(avg((extract(epoch FROM time) * 1000000)::numeric))::bigint
          / 1000000 * INTERVAL '1 second'
          + floor(avg((extract(epoch FROM time) * 1000000)::numeric))::bigint
          %% 1000000 * INTERVAL '1 microsecond'
      FROM single GROUP BY 1, 2, 3, 4, 5, 6, 7, 8""";

  private static Database database;

  @BeforeAll
  static void start() throws IOException {
    database = Database.start(null);
  }

  @AfterAll
  static void stop() throws IOException {
    database.close();
  }

  @Test
  void factsEqualANaiveQueryHoweverOftenAndInWhateverOrderTheyAreWritten() throws Exception {
    Postgres postgres = migrated("star_facts");
    List<EnrichedView> views = shopping(4_000, new Random(7));
    keep(postgres, views);
    write(postgres, views);
    assertSame(postgres);
    List<String> once = ask(postgres, "SELECT * FROM fact_product_views ORDER BY 1, 2, 3, 4, 5");
    Collections.shuffle(views, new Random(8));
    write(postgres, views.subList(0, 1_500));
    write(postgres, views);
    assertThat(ask(postgres, "SELECT * FROM fact_product_views ORDER BY 1, 2, 3, 4, 5"), is(once));
    assertThat(count(postgres, "dead_letters"), is(0L));
  }

  @Test
  void theLatestDescriptionOfAProductStands() throws Exception {
    Postgres postgres = migrated("star_products");
    List<EnrichedView> views =
        List.of(
            ProductViews.view("p1").at(3_000_000).says("{\"name\":\"Third\",\"price\":3.5}").done(),
            ProductViews.view("p1").at(9_000_000).says("{\"colour\":\"red\"}").done(),
            ProductViews.view("p1").at(1_000_000).says("{\"name\":\"First\"}").done(),
            ProductViews.view("p2").at(1_000_000).at("/en/gold-ring-anna.html").done(),
            ProductViews.view("p3").at(1_000_000).done());
    for (EnrichedView view : views) {
      write(postgres, List.of(view));
    }
    assertThat(
        ask(
            postgres,
            "SELECT product_id, product_name, price, is_active, described_at FROM dim_product"
                + " ORDER BY 1"),
        contains(
            "p1|Third|3.5|null|1970-01-01 00:00:03+00",
            "p2|gold ring anna|null|null|1970-01-01 00:00:01+00",
            "p3|null|null|null|-infinity"));
  }

  @Test
  void theUnknownHaveRowsOfTheirOwnAndLongTextsBreakNoIndex() throws Exception {
    Postgres postgres = migrated("star_unknown");
    String noise = noise(100_000);
    write(
        postgres,
        List.of(
            ProductViews.view(null).kind("product_view").done(),
            ProductViews.view(noise).from(noise).done()));
    assertThat(
        ask(
            postgres,
            "SELECT length(product_id), country_name, length(referrer_url), view_count"
                + " FROM fact_product_views JOIN dim_product USING (product_key)"
                + " JOIN dim_country USING (country_key) JOIN dim_referrer USING (referrer_key)"
                + " ORDER BY 1"),
        contains("0|Unknown|0|1", "100000|Unknown|100000|1"));
  }

  @Test
  void aMemberWhoseKeyIsTakenIsSetAsideWithItsFactsAndTheOthersAreWritten() throws Exception {
    Postgres postgres = migrated("star_collision");
    run(
        postgres,
        "INSERT INTO dim_product (product_key, natural_hash, product_id)"
            + " VALUES (%d, '\\x00', 'somebody')".formatted(Member.product("p1").key()));
    write(postgres, List.of(ProductViews.view("p1").done(), ProductViews.view("p2").done()));
    assertThat(
        ask(postgres, "SELECT product_id FROM dim_product ORDER BY 1"), contains("p2", "somebody"));
    assertThat(count(postgres, "fact_product_views"), is(1L));
    assertThat(count(postgres, "fact_product_views JOIN dim_product USING (product_key)"), is(1L));
    List<String> dead = ask(postgres, "SELECT topic, failure, detail FROM dead_letters ORDER BY 1");
    assertThat(dead.size(), is(3));
    assertThat(dead, everyItem(containsString("REFUSED_ROW")));
    assertThat(dead.get(0), containsString("another member of dim_product has the same key"));
    assertThat(dead.get(1), containsString("its member was refused: dim_product [p1]"));
  }

  private static void assertSame(Postgres postgres) throws SQLException {
    assertSame(postgres, "fact_product_views", "''", "''");
    assertSame(
        postgres, "fact_product_views_hourly", "f.view_hour", "date_trunc('hour', time, 'UTC')");
  }

  private static void assertSame(Postgres postgres, String table, String written, String spans)
      throws SQLException {
    String seen = SEEN.formatted(written, table);
    String naive = NAIVE.formatted(spans);
    assertThat(ask(postgres, "(" + naive + ") EXCEPT (" + seen + ")"), empty());
    assertThat(ask(postgres, "(" + seen + ") EXCEPT (" + naive + ")"), empty());
    assertThat(
        ask(postgres, "SELECT sum(view_count) FROM " + table),
        is(ask(postgres, "SELECT count(*) FROM single")));
  }

  private static Postgres migrated(String name) throws Exception {
    Postgres postgres = Sql.fresh(database, name);
    Migrations.apply(postgres);
    return postgres;
  }

  private static void write(Postgres postgres, List<EnrichedView> views) {
    StarRun.write(postgres, views);
  }

  private static List<EnrichedView> shopping(int count, Random random) {
    List<EnrichedView> views = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      boolean told = random.nextInt(10) > 0;
      views.add(
          ProductViews.view("p" + random.nextInt(12))
              .at(1_767_225_600_000_000L + random.nextLong(3 * Star.DAY_MICROS))
              .store(told ? "s" + random.nextInt(2) : null)
              .country(told ? List.of("DE", "US", "ZZ").get(random.nextInt(3)) : null)
              .from(told ? "" : "https://www.google.com/")
              .device(told ? "d" + random.nextInt(5) : null)
              .visitor("v" + random.nextInt(9))
              .done());
    }
    return views;
  }

  /** The single views, for plain SQL. */
  private static void keep(Postgres postgres, List<EnrichedView> views) throws SQLException {
    run(
        postgres,
        "CREATE TABLE single (time timestamptz, product text, store text, country text,"
            + " referrer text, class text, device text, visitor text)");
    try (Connection connection = postgres.connect();
        PreparedStatement insert =
            connection.prepareStatement(
                "INSERT INTO single VALUES ('epoch'::timestamptz + ? * INTERVAL '1 microsecond',"
                    + " ?, ?, ?, ?, ?, ?, ?)")) {
      for (EnrichedView view : views) {
        insert.setLong(1, view.view().eventMicros());
        insert.setString(2, view.view().productId());
        insert.setString(3, orEmpty(view.view().storeId()));
        insert.setString(4, orEmpty(view.place().countryCode()));
        insert.setString(5, view.view().referrer());
        insert.setString(6, view.source().kind().label());
        insert.setString(7, orEmpty(view.view().userId()));
        insert.setString(8, view.visitorId());
        insert.addBatch();
      }
      insert.executeBatch();
    }
  }

  private static String orEmpty(String text) {
    return text == null ? "" : text;
  }

  private static String noise(int length) {
    Random random = new Random(1);
    StringBuilder noise = new StringBuilder();
    while (noise.length() < length) {
      noise.append((char) ('!' + random.nextInt(90)));
    }
    return noise.toString();
  }
}
