package dev.tidemark.bench.race;

import dev.tidemark.bench.figures.Figures;
import dev.tidemark.bench.race.Check.Expectation;
import dev.tidemark.metric.Metric;
import dev.tidemark.write.Migrations;
import dev.tidemark.write.Postgres;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;
import java.util.stream.Stream;

/** Whose tables a contender fills, and what has to stand in them. */
enum Schema {
  /** Plain tables with the keys of the results. */
  PLAIN {
    @Override
    void create(Store store) throws SQLException {
      try (Connection connection = store.connect();
          Statement statement = connection.createStatement()) {
        statement.execute(
            """
            CREATE TABLE page_view_counts (
              window_start timestamptz NOT NULL, window_end timestamptz NOT NULL,
              url text NOT NULL, view_count bigint NOT NULL,
              PRIMARY KEY (window_start, url));
            CREATE TABLE active_users (
              window_start timestamptz NOT NULL, window_end timestamptz NOT NULL,
              active_users bigint NOT NULL,
              PRIMARY KEY (window_start));
            CREATE TABLE aggregated_web_traffic (
              window_start timestamptz NOT NULL, window_end timestamptz NOT NULL,
              host text NOT NULL, referrer text NOT NULL, num_hits bigint NOT NULL,
              PRIMARY KEY (window_start, host, referrer));
            """);
      }
    }

    @Override
    Check check(Answer answer) {
      return core(answer, "true", List.of());
    }
  },
  /** Tidemark's own, as its migrations make them, with the figures of the core job. */
  TIDEMARK {
    @Override
    void create(Store store) throws SQLException, InterruptedException {
      Migrations.apply(Postgres.at(store.url(), store.user(), store.password()));
    }

    @Override
    Check check(Answer answer) {
      return core(answer, ALL_HOSTS, List.of());
    }
  },
  /** The same with all figures. */
  TIDEMARK_METRICS {
    @Override
    void create(Store store) throws SQLException, InterruptedException {
      TIDEMARK.create(store);
    }

    @Override
    Check check(Answer answer) {
      return core(answer, ALL_HOSTS, allFigures(answer));
    }
  },
  /** The same with all figures and a row for each event. */
  TIDEMARK_EVENTS {
    @Override
    void create(Store store) throws SQLException, InterruptedException {
      TIDEMARK.create(store);
    }

    @Override
    Check check(Answer answer) {
      Expectations expected = new Expectations(answer);
      // Counting millions of rows costs: not before the ledger says that it is worth it.
      return core(
          answer,
          ALL_HOSTS,
          Stream.concat(
                  allFigures(answer).stream(),
                  Stream.of(expected.ledger(), expected.processedEvents()))
              .toList());
    }
  },
  /** The same with a row for each event alone. */
  EVENTS_ALONE {
    @Override
    void create(Store store) throws SQLException, InterruptedException {
      TIDEMARK.create(store);
    }

    @Override
    Check check(Answer answer) {
      Expectation rows = new Expectations(answer).processedEvents();
      return new Check(List.of(rows), List.of());
    }
  },
  /** Tidemark's with these figures. */
  ONE_FIGURE(Figures.ONE),
  SIX_FIGURES(Figures.SIX),
  THIRTY_FIGURES(Figures.THIRTY),
  USERS_OF_A_DAY(Figures.USERS_OF_A_DAY);

  private static final String ALL_HOSTS = "host = '*'";

  private final Figures figures;

  Schema() {
    this(null);
  }

  Schema(Figures figures) {
    this.figures = figures;
  }

  /** Makes the tables in an empty database. */
  void create(Store store) throws SQLException, InterruptedException {
    TIDEMARK.create(store);
    try (Connection connection = store.connect();
        Statement statement = connection.createStatement()) {
      for (Metric figure : figures.metrics()) {
        statement.execute(
            "CREATE TABLE IF NOT EXISTS %s (LIKE %s INCLUDING ALL)"
                .formatted(figure.table(), Figures.original(figure.table())));
      }
    }
  }

  Check check(Answer answer) {
    Expectations expected = new Expectations(answer);
    return new Check(
        figures.metrics().stream().map(expected::figure).toList(), List.of(expected.everyView()));
  }

  private static Check core(Answer answer, String usersWhere, List<Expectation> more) {
    Expectations expected = new Expectations(answer);
    List<Expectation> quick =
        Stream.concat(
                Stream.of(
                    expected.hits(),
                    expected.users("active_users", Answer.MINUTES, usersWhere),
                    expected.views()),
                more.stream())
            .toList();
    return new Check(quick, List.of(expected.everyHit(), expected.everyView()));
  }

  private static List<Expectation> allFigures(Answer answer) {
    Expectations expected = new Expectations(answer);
    return Stream.of("host_traffic", "source_traffic", "geo_traffic", "client_traffic")
        .map(expected::hitsOf)
        .toList();
  }
}
