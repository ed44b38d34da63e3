package dev.tidemark.station.explore;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.tidemark.run.UserError;
import dev.tidemark.station.web.Refusal;
import dev.tidemark.station.web.Routes;
import dev.tidemark.write.Postgres;
import io.javalin.config.RoutesConfig;
import io.javalin.http.Context;
import java.sql.SQLException;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Answers the questions of docs/questions.md, and any that people write themselves. */
public final class ExploreRoutes implements Routes {

  private static final ObjectMapper JSON = new ObjectMapper();
  private static final int LONGEST_QUERY = 20_000;

  private final Explorer explorer;

  public ExploreRoutes(Postgres database) {
    this.explorer = new Explorer(database);
  }

  @Override
  public void addTo(RoutesConfig routes) {
    routes.get("/api/explore", this::questions);
    routes.get("/api/explore/{question}", this::question);
    routes.post("/api/explore/sql", this::sql);
  }

  private void questions(Context context) {
    context.json(Map.of("questions", Question.ALL.stream().map(ExploreRoutes::row).toList()));
  }

  private static Map<String, Object> row(Question question) {
    Map<String, Object> row = new LinkedHashMap<>();
    row.put("name", question.name());
    row.put("asked", question.asked());
    row.put("sql", question.sql());
    return row;
  }

  private void question(Context context) {
    String name = context.pathParam("question");
    Question question =
        Question.ALL.stream()
            .filter(known -> known.name().equals(name))
            .findFirst()
            .orElseThrow(
                () ->
                    new Refusal(
                        404, "there is no such question", "They are listed at /api/explore."));
    answer(context, question.sql());
  }

  private void sql(Context context) {
    if (!"1".equals(context.header("X-Tidemark"))) {
      throw new Refusal(
          403,
          "The header X-Tidemark is missing.",
          "Send X-Tidemark: 1, which no other site can do in somebody's name.");
    }
    answer(context, query(context.body()));
  }

  private static String query(String body) {
    try {
      JsonNode sql = JSON.readTree(body).path("sql");
      if (sql.isTextual() && !sql.asText().isBlank() && sql.asText().length() <= LONGEST_QUERY) {
        return sql.asText();
      }
    } catch (JsonProcessingException noJson) {
      // Said below, as for an object without a query.
    }
    throw UserError.inUsage(
        "The request holds no query of at most 20,000 characters.",
        "Send {\"sql\": \"SELECT …\"}.");
  }

  private void answer(Context context, String sql) {
    long began = System.nanoTime();
    try {
      Explorer.Answer answer = explorer.ask(sql);
      Map<String, Object> fields = new LinkedHashMap<>();
      fields.put("columns", answer.columns());
      fields.put("numeric", answer.numeric());
      fields.put("rows", answer.rows());
      fields.put("cut", answer.cut());
      fields.put("mostRows", Explorer.MOST_ROWS);
      fields.put("millis", (System.nanoTime() - began) / 1_000_000);
      context.json(fields);
    } catch (SQLException failed) {
      throw refusal(failed);
    }
  }

  /** What PostgreSQL says of a query is for whoever wrote it; other trouble is the server's. */
  private static Refusal refusal(SQLException failed) {
    String state = failed.getSQLState() == null ? "" : failed.getSQLState();
    String said =
        String.valueOf(failed.getMessage()).lines().findFirst().orElse("PostgreSQL failed");
    if (state.equals("57014")) {
      return new Refusal(400, "The query took longer than ten seconds.", "Ask for less.");
    }
    if (List.of("08", "28", "53", "57").contains(state.substring(0, Math.min(2, state.length())))) {
      return new Refusal(
          503,
          said,
          "Check that the role " + Explorer.ROLE + " is there and may log in with a password.");
    }
    return new Refusal(
        400, said, "Correct the query; it may read the figures, and change nothing.");
  }
}
