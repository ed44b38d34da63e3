package dev.tidemark.station.stats;

import dev.tidemark.station.web.Refusal;
import dev.tidemark.station.web.Routes;
import io.javalin.config.RoutesConfig;
import io.javalin.http.Context;
import java.io.InputStream;
import java.sql.SQLException;
import java.sql.SQLTransientConnectionException;
import java.time.Clock;
import java.util.Locale;
import javax.sql.DataSource;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The addresses of the figures: as JSON, and with {@code .csv} as a table. */
public final class StatsRoutes implements Routes {
  private static final Logger log = LoggerFactory.getLogger(StatsRoutes.class);
  private static final String CANCELLED = "57014";

  private final Stats stats;

  /**
   * @param database as {@link ReadingPool} gives it
   */
  public StatsRoutes(DataSource database) {
    this(database, Clock.systemUTC());
  }

  StatsRoutes(DataSource database, Clock clock) {
    stats = new Stats(database, clock);
  }

  @Override
  public void addTo(RoutesConfig routes) {
    routes.get(
        "/api/openapi.json",
        context -> context.contentType("application/json").result(description()));
    for (Endpoint endpoint : Endpoint.values()) {
      // First, because a dimension may be any text.
      routes.get(endpoint.path() + Endpoint.CSV, context -> reply(endpoint, context, true));
      routes.get(endpoint.path(), context -> reply(endpoint, context, false));
    }
  }

  private static InputStream description() {
    return StatsRoutes.class.getResourceAsStream("openapi.json");
  }

  private void reply(Endpoint endpoint, Context context, boolean csv) {
    context.header("Cache-Control", "no-store");
    try {
      Question question = new Question(context.queryParamMap(), endpoint.parameters());
      Answer answer = answer(endpoint, question, context);
      if (csv || question.csv()) {
        context.header(
            "Content-Disposition",
            "attachment; filename=\"%s.csv\"".formatted(fileName(endpoint, answer)));
        context.contentType("text/csv; charset=utf-8").result(Csv.of(answer));
      } else {
        context.json(answer);
      }
    } catch (SQLException e) {
      throw explained(e);
    }
  }

  private Answer answer(Endpoint endpoint, Question question, Context context) throws SQLException {
    return switch (endpoint) {
      case HOSTS -> stats.hosts(question.range());
      case NOW -> stats.now(question.filters());
      case SUMMARY -> stats.summary(question.range(), question.filters());
      case SERIES -> {
        Range range = question.range();
        Interval interval = Interval.of(question.interval(), range);
        yield stats.series(range, interval, question.timeZone(), question.filters());
      }
      case TOP -> {
        Dimension dimension = Dimension.of(context.pathParam("dimension"));
        yield stats.top(dimension, question.range(), question.filters(), question.page());
      }
    };
  }

  private static String fileName(Endpoint endpoint, Answer answer) {
    return "tidemark-"
        + (answer instanceof Answer.Top top
            ? top.dimension()
            : endpoint.name().toLowerCase(Locale.ROOT));
  }

  private static Refusal explained(SQLException failure) {
    if (CANCELLED.equals(failure.getSQLState())) {
      return new Refusal(
          503,
          "The answer takes longer than ten seconds",
          "Ask for a shorter range or fewer filters");
    }
    log.warn("The database did not answer: {}", failure.getMessage());
    if (failure instanceof SQLTransientConnectionException) {
      return new Refusal(
          503, "The database cannot be reached or is busy", "Try again; see whether it is running");
    }
    return new Refusal(503, "The database reports an error", "Look into the log of this program");
  }
}
