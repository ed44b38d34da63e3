package dev.tidemark.station.audit;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.tidemark.station.audit.StarFindings.Wrong;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;
import org.apache.datasketches.hll.HllSketch;
import org.postgresql.PGConnection;
import org.postgresql.copy.CopyManager;

/**
 * The star schema against plain SQL: the single views in a temporary table, grouped, and the rows
 * of both sides that the other one has not.
 */
final class StarRecount {

  private static final int AT_ONCE = 10_000;
  private static final int LG_K = 14;

  /** One of the two tables of facts. */
  private record Facts(String table, String begin, String span) {

    String audited() {
      return "audited_" + table;
    }
  }

  private static final List<Facts> FACTS =
      List.of(
          new Facts("fact_product_views", "d.date::timestamp AT TIME ZONE 'UTC'", "day"),
          new Facts("fact_product_views_hourly", "f.view_hour", "hour"));

  private static final String KEY =
      "begin, product, store, country, referrer, domain, class, device";

  private static final String WRITTEN =
      """
      SELECT %s AS begin, p.product_id AS product, c.store_id AS store, c.country_code AS country,
        r.referrer_url AS referrer, r.referrer_domain AS domain, r.source_class AS class,
        v.device_id AS device, f.view_count AS views, f.unique_visitors AS visitors, f.sketch,
        f.first_view_time AS first, f.last_view_time AS last, f.view_duration_seconds AS duration,
        (extract(epoch FROM f.avg_view_timestamp) * 1000000)::bigint AS mean
      FROM %s f JOIN dim_date d USING (date_key) JOIN dim_product p USING (product_key)
        JOIN dim_country c USING (country_key) JOIN dim_referrer r USING (referrer_key)
        JOIN dim_device v USING (device_key)""";

  private static final String COUNTED =
      """
      SELECT date_trunc('%s', time, 'UTC') AS begin, product, store, country, referrer, domain,
        class, device, count(*) AS views, count(DISTINCT visitor) AS visitors, min(time) AS first,
        max(time) AS last, extract(epoch FROM max(time) - min(time)) AS duration,
        floor(avg(micros))::bigint AS mean
      FROM audited_views WHERE NOT later GROUP BY 1, 2, 3, 4, 5, 6, 7, 8""";

  private static final String NAME =
      "concat_ws(' | ', a.begin, a.product, a.store, a.country, a.referrer, a.class, a.device)";

  private static final String SAME =
      "(w.views, w.first, w.last, w.duration, w.mean)"
          + " IS NOT DISTINCT FROM (n.views, n.first, n.last, n.duration, n.mean)";

  private final Connection connection;
  private final StringBuilder waiting = new StringBuilder();
  private int rows;

  StarRecount(Connection connection) throws SQLException {
    this.connection = connection;
    try (Statement statement = connection.createStatement()) {
      statement.execute(
          "CREATE TEMPORARY TABLE audited_views (micros bigint, product text, store text,"
              + " country text, referrer text, domain text, class text, device text, visitor text,"
              + " later boolean, time timestamptz GENERATED ALWAYS AS ((TIMESTAMP 'epoch'"
              + " + (micros / 86400000000) * INTERVAL '24 hours'"
              + " + (micros % 86400000000) * INTERVAL '1 microsecond') AT TIME ZONE 'UTC') STORED)");
    }
  }

  /**
   * Takes an event that counts.
   *
   * @param later whether it came after the audit began
   */
  void add(Hit hit, boolean later) throws SQLException {
    if (!Article.isViewed(hit)) {
      return;
    }
    waiting.append(hit.micros());
    for (String cell :
        new String[] {
          hit.product(),
          hit.store(),
          hit.country(),
          hit.referrer(),
          hit.referrerHost(),
          hit.sourceClass(),
          hit.user(),
          hit.visitor(),
        }) {
      waiting.append('\t').append(cell == null ? "" : escaped(cell));
    }
    waiting.append('\t').append(later).append('\n');
    if (++rows == AT_ONCE) {
      send();
    }
  }

  /** PostgreSQL's text holds every character but one. */
  private static String escaped(String cell) {
    return cell.replace("\\", "\\\\")
        .replace("\t", "\\t")
        .replace("\n", "\\n")
        .replace("\r", "\\r")
        .replace('\0', '\uFFFD');
  }

  private void send() throws SQLException {
    if (rows == 0) {
      return;
    }
    CopyManager copy = connection.unwrap(PGConnection.class).getCopyAPI();
    try (var in = new ByteArrayInputStream(waiting.toString().getBytes(UTF_8))) {
      copy.copyIn(
          "COPY audited_views (micros, product, store, country, referrer, domain, class, device,"
              + " visitor, later) FROM STDIN",
          in);
    } catch (IOException broken) {
      throw new SQLException("Could not copy the views: " + broken.getMessage(), broken);
    }
    waiting.setLength(0);
    rows = 0;
  }

  /**
   * Looks at every row of both tables as it is now.
   *
   * @param undecidedUpTo what begins up to here may hold records that are gone, in milliseconds
   */
  void look(long undecidedUpTo) throws SQLException {
    send();
    try (Statement statement = connection.createStatement()) {
      statement.execute("ANALYZE audited_views");
      for (Facts facts : FACTS) {
        join(facts, statement, undecidedUpTo);
      }
    }
  }

  /** Of the rows that were looked at, those that are wrong and that no later view excuses. */
  StarFindings judge() throws SQLException {
    send();
    StarFindings findings = new StarFindings();
    try (Statement statement = connection.createStatement()) {
      for (Facts facts : FACTS) {
        statement.execute(
            ("UPDATE %s AS a SET growing = true FROM audited_views AS v"
                    + " WHERE NOT same AND later AND %s")
                .formatted(facts.audited(), isOf(facts)));
        findings.compared(
            facts.table(),
            number(statement, "SELECT count(*) FROM " + facts.audited()),
            number(statement, "SELECT count(*) FROM " + facts.audited() + " WHERE growing"));
        findWrongRows(facts, statement, findings);
        findWrongVisitors(facts, statement, findings);
      }
    }
    return findings;
  }

  private static void join(Facts facts, Statement statement, long undecidedUpTo)
      throws SQLException {
    statement.execute("DROP TABLE IF EXISTS " + facts.audited());
    statement.execute(
        ("CREATE TEMPORARY TABLE %s AS SELECT %s, n.views AS counted,"
                + " w.views AS written, w.visitors, n.visitors AS named, w.sketch, %s AS same,"
                + " false AS growing FROM (%s) AS w FULL JOIN (%s) AS n USING (%s)%s")
            .formatted(
                facts.audited(),
                KEY,
                SAME,
                WRITTEN.formatted(facts.begin(), facts.table()),
                COUNTED.formatted(facts.span()),
                KEY,
                undecidedUpTo == Long.MIN_VALUE
                    ? ""
                    : " WHERE extract(epoch FROM begin) * 1000 > " + undecidedUpTo));
  }

  /** Whether a view is one of those behind a fact. */
  private static String isOf(Facts facts) {
    return ("(date_trunc('%s', v.time, 'UTC'), v.product, v.store, v.country, v.referrer, v.domain,"
            + " v.class, v.device) = (a.begin, a.product, a.store, a.country, a.referrer, a.domain,"
            + " a.class, a.device)")
        .formatted(facts.span());
  }

  private static void findWrongRows(Facts facts, Statement statement, StarFindings findings)
      throws SQLException {
    try (ResultSet row =
        statement.executeQuery(
            "SELECT "
                + NAME
                + ", counted, written, counted = written FROM "
                + facts.audited()
                + " AS a WHERE NOT same AND NOT growing ORDER BY 1")) {
      while (row.next()) {
        boolean onlyTimes = row.getBoolean(4);
        findings.add(
            facts.table(),
            onlyTimes
                ? new Wrong(row.getString(1), "times", "those of its views", "others")
                : new Wrong(row.getString(1), "view_count", row.getString(2), row.getString(3)));
      }
    }
  }

  /** A few visitors are counted exactly; where numbers differ, the sketches decide. */
  private static void findWrongVisitors(Facts facts, Statement statement, StarFindings findings)
      throws SQLException {
    try (ResultSet row =
        statement.executeQuery(
            "SELECT "
                + NAME
                + ", visitors, sketch, array_agg(DISTINCT v.visitor) FROM "
                + facts.audited()
                + " AS a JOIN audited_views AS v ON NOT v.later AND "
                + isOf(facts)
                + " WHERE same AND visitors <> named GROUP BY 1, 2, 3, a.domain ORDER BY 1")) {
      while (row.next()) {
        HllSketch sketch = new HllSketch(LG_K);
        for (String visitor : (String[]) row.getArray(4).getArray()) {
          sketch.update(visitor.getBytes(UTF_8));
        }
        long expected = Sketches.estimate(sketch);
        if (expected != row.getLong(2)
            || !Sketches.text(sketch).equals(Sketches.text(row.getBytes(3)))) {
          findings.add(
              facts.table(),
              new Wrong(
                  row.getString(1), "unique_visitors", Long.toString(expected), row.getString(2)));
        }
      }
    }
  }

  private static long number(Statement statement, String query) throws SQLException {
    try (ResultSet row = statement.executeQuery(query)) {
      row.next();
      return row.getLong(1);
    }
  }
}
