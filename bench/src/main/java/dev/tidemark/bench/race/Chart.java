package dev.tidemark.bench.race;

import java.util.List;
import java.util.Locale;

/** Medians as bars, in a drawing that follows the reader's choice of light or dark. */
final class Chart {

  private static final int WIDTH = 760;
  private static final int NAMES = 190;
  private static final int FIGURES = 90;
  private static final int ROW = 26;
  private static final int BAR = 16;
  private static final int TITLE = 44;

  private static final String STYLE =
      """
      <style>
      text { font: 13px system-ui, sans-serif; fill: #1f2933 }
      .title { font-weight: 600 }
      .bar { fill: #9aa5b1 }
      .tidemark { fill: #0b7285 }
      .range { stroke: #1f2933; stroke-width: 1 }
      @media (prefers-color-scheme: dark) {
      text { fill: #e4e7eb }
      .bar { fill: #616e7c }
      .tidemark { fill: #3bc9db }
      .range { stroke: #e4e7eb }
      }
      </style>
      """;

  private final Standings standings;

  Chart(Standings standings) {
    this.standings = standings;
  }

  /** The drawing; whoever has no figure is not drawn. */
  String svg() {
    StringBuilder body = new StringBuilder();
    int y = 0;
    for (Job job : standings.jobs()) {
      List<Standing> counted = standings.of(job).stream().filter(Standing::counts).toList();
      double most = counted.stream().mapToDouble(Standing::fastest).max().orElse(1);
      body.append(text(0, y + 24, "title", "start", "Job " + job.label() + ", events a second"));
      y += TITLE;
      for (Standing standing : counted) {
        body.append(bar(standing, most, y));
        y += ROW;
      }
    }
    return "<svg xmlns=\"http://www.w3.org/2000/svg\" viewBox=\"0 0 %d %d\" role=\"img\">\n"
            .formatted(WIDTH, y + 8)
        + "<title>Events a second by contender</title>\n"
        + STYLE
        + body
        + "</svg>\n";
  }

  /** The median as a bar, and a line from the slowest lap to the fastest. */
  private static String bar(Standing standing, double most, int y) {
    double scale = (WIDTH - NAMES - FIGURES) / most;
    String name = standing.contender().name();
    int middle = y + BAR / 2;
    return text(NAMES - 10, middle + 5, "name", "end", name)
        + String.format(
            Locale.ROOT,
            "<rect class=\"bar%s\" x=\"%d\" y=\"%d\" width=\"%.1f\" height=\"%d\" rx=\"2\"/>\n",
            name.startsWith("tidemark") ? " tidemark" : "",
            NAMES,
            y,
            standing.median() * scale,
            BAR)
        + String.format(
            Locale.ROOT,
            "<line class=\"range\" x1=\"%.1f\" x2=\"%.1f\" y1=\"%d\" y2=\"%d\"/>\n",
            NAMES + standing.slowest() * scale,
            NAMES + standing.fastest() * scale,
            middle,
            middle)
        + text(
            (int) (NAMES + standing.fastest() * scale) + 8,
            middle + 5,
            "figure",
            "start",
            String.format(Locale.ROOT, "%,.0f", standing.median()));
  }

  private static String text(int x, int y, String kind, String anchor, String text) {
    return "<text class=\"%s\" x=\"%d\" y=\"%d\" text-anchor=\"%s\">%s</text>\n"
        .formatted(kind, x, y, anchor, text);
  }
}
