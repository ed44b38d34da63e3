package dev.tidemark.station.stats;

import dev.tidemark.station.web.Json;
import java.time.Instant;
import java.util.List;

/** A table as RFC 4180 writes it, and as a spreadsheet opens it without running anything. */
final class Csv {
  private static final String STARTS_FORMULA = "=+-@\t\r";

  private final StringBuilder text = new StringBuilder();

  private Csv() {}

  static String of(Answer answer) {
    Csv csv = new Csv();
    if (answer instanceof Answer.Hosts hosts) {
      csv.line("host", "views");
      hosts.hosts().forEach(host -> csv.line(host.name(), host.views()));
    } else if (answer instanceof Answer.Now now) {
      csv.line("at", "visitors");
      csv.line(now.at(), now.visitors());
    } else if (answer instanceof Answer.Summary summary) {
      csv.add(summary);
    } else if (answer instanceof Answer.Series series) {
      csv.line("period", "start", "views", "visitors");
      csv.add("current", series.points());
      csv.add("previous", series.previous());
    } else if (answer instanceof Answer.Top top) {
      csv.add(top);
    }
    return csv.text.toString();
  }

  private void add(Answer.Summary now) {
    Answer.Period before = now.previous();
    line("period", "from", "to", "views", "visitors", "hits", "botHits");
    line("current", now.from(), now.to(), now.views(), now.visitors(), now.hits(), now.botHits());
    line(
        "previous",
        before.from(),
        before.to(),
        before.views(),
        before.visitors(),
        before.hits(),
        before.botHits());
  }

  private void add(String period, List<Answer.Point> points) {
    points.forEach(point -> line(period, point.start(), point.views(), point.visitors()));
  }

  private void add(Answer.Top top) {
    Dimension dimension = Dimension.of(top.dimension());
    cell("name");
    dimension.columns().forEach(column -> next(column.parameter()));
    next("hits").next("visitors").next("share").end();
    for (Answer.Row row : top.rows()) {
      cell(row.name());
      row.filter().values().forEach(this::next);
      next(row.hits()).next(row.visitors()).next(row.share()).end();
    }
  }

  private void line(Object first, Object... others) {
    cell(first);
    for (Object other : others) {
      next(other);
    }
    end();
  }

  private Csv next(Object value) {
    text.append(',');
    return cell(value);
  }

  private Csv cell(Object value) {
    if (value instanceof String string) {
      text.append(quoted(defused(string)));
    } else if (value instanceof Instant instant) {
      text.append(Json.time(instant));
    } else if (value != null) {
      text.append(value);
    }
    return this;
  }

  private void end() {
    text.append("\r\n");
  }

  private static String defused(String cell) {
    return !cell.isEmpty() && STARTS_FORMULA.indexOf(cell.charAt(0)) >= 0 ? "'" + cell : cell;
  }

  private static String quoted(String cell) {
    boolean plain = cell.chars().noneMatch(c -> c == '"' || c == ',' || c == '\n' || c == '\r');
    return plain ? cell : '"' + cell.replace("\"", "\"\"") + '"';
  }
}
