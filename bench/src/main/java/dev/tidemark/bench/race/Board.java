package dev.tidemark.bench.race;

import dev.tidemark.bench.race.Job.Yardstick;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;

/** The standings as a table in Markdown, which reads on a console, too. */
final class Board {

  private static final String NOTHING = "–";

  private final Standings standings;

  Board(Standings standings) {
    this.standings = standings;
  }

  /** The table of a job, and below it what failed. */
  String of(Job job) {
    List<Yardstick> yardsticks = standings.yardsticks(job);
    List<String> heading = new ArrayList<>(List.of(job.label(), "events", "events/s", "spread"));
    yardsticks.forEach(yardstick -> heading.add(yardstick.heading(job)));
    heading.addAll(List.of("CPU s", "peak MiB", "checkpoint MiB"));
    List<List<String>> rows =
        standings.of(job).stream().map(standing -> row(standing, yardsticks)).toList();
    StringBuilder text = new StringBuilder(table(heading, rows));
    for (Standing standing : standings.of(job)) {
      standing
          .failure()
          .ifPresent(
              why ->
                  text.append("\n").append(standing.contender().name()).append(": ").append(why));
    }
    return text.append('\n').toString();
  }

  private List<String> row(Standing standing, List<Yardstick> yardsticks) {
    List<String> cells = new ArrayList<>();
    cells.add(standing.contender().name());
    cells.add(format("%,d", standing.events()));
    if (standing.counts()) {
      cells.add(format("%,.0f", standing.median()));
      cells.add(format("%.0f %%", 100 * standing.spread()));
      for (Yardstick yardstick : yardsticks) {
        cells.add(format("%.2f", standings.ratio(standing, yardstick).orElse(Double.NaN)));
      }
      cells.add(format("%.1f", standing.cpuSeconds()));
      cells.add(format("%,d", standing.peakBytes() >> 20));
      long checkpoint = standing.checkpointBytes();
      cells.add(checkpoint == 0 ? NOTHING : format("%,.1f", checkpoint / 1048576.0));
    } else {
      cells.add("failed");
      for (int i = 0; i < yardsticks.size() + 4; i++) {
        cells.add(NOTHING);
      }
    }
    return cells;
  }

  private static String format(String pattern, Object value) {
    return String.format(Locale.ROOT, pattern, value);
  }

  private static String table(List<String> heading, List<List<String>> rows) {
    int[] widths = new int[heading.size()];
    Stream.concat(Stream.of(heading), rows.stream())
        .forEach(
            row -> {
              for (int i = 0; i < widths.length; i++) {
                widths[i] = Math.max(widths[i], row.get(i).length());
              }
            });
    StringBuilder text = new StringBuilder(line(heading, widths));
    for (int i = 0; i < widths.length; i++) {
      String dashes = "-".repeat(widths[i] + 1);
      text.append(i == 0 ? "|" + dashes + "-|" : dashes + ":|");
    }
    text.append('\n');
    rows.forEach(row -> text.append(line(row, widths)));
    return text.toString();
  }

  /** Names to the left, figures to the right. */
  private static String line(List<String> cells, int[] widths) {
    StringBuilder line = new StringBuilder("|");
    for (int i = 0; i < widths.length; i++) {
      String space = " ".repeat(widths[i] - cells.get(i).length());
      line.append(' ').append(i == 0 ? cells.get(i) + space : space + cells.get(i)).append(" |");
    }
    return line.append('\n').toString();
  }
}
