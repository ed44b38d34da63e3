package dev.tidemark.station.metrics;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/** Samples in Prometheus' text form, family by family. */
final class Exposition {

  static final String TYPE = "text/plain; version=0.0.4; charset=utf-8";

  private final Map<Family, List<String>> samples = new LinkedHashMap<>();

  /**
   * Adds a sample.
   *
   * @param values of the family's labels, in their order
   */
  void add(Family family, long value, String... values) {
    addText(family, Long.toString(value), values);
  }

  void add(Family family, double value, String... values) {
    addText(family, Double.toString(value), values);
  }

  void add(Family family, boolean value, String... values) {
    addText(family, value ? "1" : "0", values);
  }

  private void addText(Family family, String number, String... values) {
    if (values.length != family.labels().size()) {
      throw new IllegalArgumentException(family.name() + " has the labels " + family.labels());
    }
    List<String> labels = new ArrayList<>();
    for (int i = 0; i < values.length; i++) {
      labels.add(family.labels().get(i) + "=\"" + escaped(values[i]) + "\"");
    }
    String braces = labels.isEmpty() ? "" : "{" + String.join(",", labels) + "}";
    samples
        .computeIfAbsent(family, each -> new ArrayList<>())
        .add(family.name() + braces + " " + number);
  }

  private static String escaped(String text) {
    return text.replace("\\", "\\\\").replace("\"", "\\\"").replace("\n", "\\n");
  }

  @Override
  public String toString() {
    StringBuilder text = new StringBuilder();
    samples.forEach(
        (family, lines) -> {
          text.append("# HELP ").append(family.name()).append(' ');
          text.append(family.help()).append('\n');
          text.append("# TYPE ").append(family.name()).append(' ');
          text.append(family.kind().name().toLowerCase(Locale.ROOT)).append('\n');
          lines.forEach(line -> text.append(line).append('\n'));
        });
    return text.toString();
  }
}
