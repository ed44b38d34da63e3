package dev.tidemark.write;

import static dev.tidemark.write.Table.Type.BIGINT;
import static dev.tidemark.write.Table.Type.BOOLEAN;
import static dev.tidemark.write.Table.Type.BYTES;
import static dev.tidemark.write.Table.Type.DATE;
import static dev.tidemark.write.Table.Type.DECIMAL;
import static dev.tidemark.write.Table.Type.INTEGER;
import static dev.tidemark.write.Table.Type.NOW;
import static dev.tidemark.write.Table.Type.TEXT;
import static dev.tidemark.write.Table.Type.TIME;

import dev.tidemark.metric.Star;
import dev.tidemark.write.Table.Column;
import dev.tidemark.write.Table.Conflict;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/** The tables of the star schema. */
public final class StarTables {

  static final Table DATES =
      new Table(
          "dim_date",
          Stream.concat(
                  Stream.of(new Column("date_key", INTEGER), new Column("date", DATE)),
                  Stream.of("year", "month", "day", "day_of_week", "week_of_year", "quarter")
                      .map(name -> new Column(name, INTEGER)))
              .toList(),
          List.of("date_key"),
          Conflict.KEEP);

  static final Table COUNTRIES =
      member(
          "dim_country",
          "country_key",
          "store_id",
          "country_code",
          "country_name",
          "region",
          "continent");

  static final Table REFERRERS =
      member(
          "dim_referrer",
          "referrer_key",
          "referrer_url",
          "referrer_domain",
          "referrer_type",
          "source_class");

  /** Products of which no more than the identifier is known yet. */
  static final Table PRODUCTS = member(Star.PRODUCTS, "product_key", "product_id");

  /** Devices of which no more than the identifier is known yet. */
  static final Table DEVICES = member(Star.DEVICES, "device_key", "device_id");

  static final Table DESCRIBED_PRODUCTS =
      described(
          PRODUCTS,
          new Column("product_name", TEXT),
          new Column("category", TEXT),
          new Column("price", DECIMAL),
          new Column("is_active", BOOLEAN),
          new Column("created_date", DATE));

  static final Table DESCRIBED_DEVICES =
      described(
          DEVICES,
          new Column("device_type", TEXT),
          new Column("browser_info", TEXT),
          new Column("operating_system", TEXT));

  static final Table DAYS = facts(Star.DAYS, List.of());
  static final Table HOURS = facts(Star.HOURS, List.of(new Column("view_hour", TIME)));

  private StarTables() {}

  /** The names of all. */
  public static List<String> names() {
    return Stream.of(DATES, PRODUCTS, COUNTRIES, REFERRERS, DEVICES, DAYS, HOURS)
        .map(Table::name)
        .toList();
  }

  private static Table member(String name, String key, String... texts) {
    List<Column> columns = new ArrayList<>();
    columns.add(new Column(key, BIGINT));
    columns.add(new Column("natural_hash", BYTES));
    for (String text : texts) {
      columns.add(new Column(text, TEXT));
    }
    return new Table(name, columns, List.of(key), new Conflict.MustAgree("natural_hash"));
  }

  private static Table described(Table member, Column... told) {
    List<Column> columns = new ArrayList<>(member.columns());
    columns.addAll(List.of(told));
    columns.add(new Column("described_at", TIME));
    columns.add(new Column("description", TEXT));
    return new Table(
        member.name(), columns, member.key(), Conflict.moreWins("described_at", "description"));
  }

  private static Table facts(String name, List<Column> time) {
    List<Column> columns = new ArrayList<>(time);
    columns.add(new Column("date_key", INTEGER));
    columns.add(new Column("product_key", BIGINT));
    columns.add(new Column("country_key", BIGINT));
    columns.add(new Column("referrer_key", BIGINT));
    columns.add(new Column("device_key", BIGINT));
    columns.add(new Column("view_count", BIGINT));
    columns.add(new Column("unique_visitors", BIGINT));
    columns.add(new Column("sketch", BYTES));
    columns.add(new Column("first_view_time", TIME));
    columns.add(new Column("last_view_time", TIME));
    columns.add(new Column("avg_view_timestamp", TIME));
    columns.add(new Column("processed_at", NOW));
    List<String> key =
        List.of(
            time.isEmpty() ? "date_key" : time.get(0).name(),
            "product_key",
            "country_key",
            "referrer_key",
            "device_key");
    return new Table(name, columns, key, Conflict.moreWins("view_count"));
  }
}
