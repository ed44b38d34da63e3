package dev.tidemark.bench.race;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/**
 * Figures as bars below headings, in a drawing that follows the reader's choice of light or dark.
 */
final class Bars {

  /**
   * One figure.
   *
   * @param value how long the bar is; a thin line goes from {@code least} to {@code most}
   * @param own whether it is Tidemark's
   */
  record Bar(String name, double value, double least, double most, boolean own) {

    /** A figure that was measured once. */
    Bar(String name, double value, boolean own) {
      this(name, value, value, value, own);
    }
  }

  private record Panel(String heading, List<Bar> bars) {}

  private static final int WIDTH = 760;
  private static final int NAMES = 190;
  private static final int FIGURES = 90;
  private static final int ROW = 26;
  private static final int BAR = 16;
  private static final int HEADING = 44;

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

  private final String title;
  private final List<Panel> panels = new ArrayList<>();

  /**
   * @param title for those who hear the drawing instead of seeing it
   */
  Bars(String title) {
    this.title = title;
  }

  /** Bars with a heading and a scale of their own, below those before. */
  Bars panel(String heading, List<Bar> bars) {
    panels.add(new Panel(heading, List.copyOf(bars)));
    return this;
  }

  String svg() {
    StringBuilder body = new StringBuilder();
    int y = 0;
    for (Panel panel : panels) {
      double most = panel.bars.stream().mapToDouble(Bar::most).max().orElse(1);
      body.append(text(0, y + 24, "title", "start", panel.heading));
      y += HEADING;
      for (Bar bar : panel.bars) {
        draw(bar, (WIDTH - NAMES - FIGURES) / most, y, body);
        y += ROW;
      }
    }
    return "<svg xmlns=\"http://www.w3.org/2000/svg\" viewBox=\"0 0 %d %d\" role=\"img\">\n"
            .formatted(WIDTH, y + 8)
        + "<title>"
        + title
        + "</title>\n"
        + STYLE
        + body
        + "</svg>\n";
  }

  private static void draw(Bar bar, double scale, int y, StringBuilder body) {
    int middle = y + BAR / 2;
    body.append(text(NAMES - 10, middle + 5, "name", "end", bar.name))
        .append(
            String.format(
                Locale.ROOT,
                "<rect class=\"bar%s\" x=\"%d\" y=\"%d\" width=\"%.1f\" height=\"%d\" rx=\"2\"/>\n",
                bar.own ? " tidemark" : "",
                NAMES,
                y,
                bar.value * scale,
                BAR))
        .append(
            String.format(
                Locale.ROOT,
                "<line class=\"range\" x1=\"%.1f\" x2=\"%.1f\" y1=\"%d\" y2=\"%d\"/>\n",
                NAMES + bar.least * scale,
                NAMES + bar.most * scale,
                middle,
                middle))
        .append(
            text(
                (int) (NAMES + bar.most * scale) + 8,
                middle + 5,
                "figure",
                "start",
                String.format(Locale.ROOT, "%,.0f", bar.value)));
  }

  private static String text(int x, int y, String kind, String anchor, String text) {
    return "<text class=\"%s\" x=\"%d\" y=\"%d\" text-anchor=\"%s\">%s</text>\n"
        .formatted(kind, x, y, anchor, text);
  }
}
