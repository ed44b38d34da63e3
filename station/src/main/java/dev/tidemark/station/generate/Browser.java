package dev.tidemark.station.generate;

import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** What a person looks at a page with. */
record Browser(String userAgent, String screen) {

  private static final Pattern RANGE = Pattern.compile("\\{(\\d+)-(\\d+)}");
  private static final List<Browser> ALL = new ArrayList<>();
  private static final AliasTable BY_SHARE;

  static {
    List<Double> shares = new ArrayList<>();
    for (List<String> cells : TextTable.read("user-agents.txt")) {
      List<String> versions = versions(cells.get(2));
      for (String version : versions) {
        ALL.add(new Browser(version, cells.get(1)));
        shares.add(Double.parseDouble(cells.get(0)) / versions.size());
      }
    }
    BY_SHARE = new AliasTable(shares.stream().mapToDouble(Double::doubleValue).toArray());
  }

  static Browser pick(SplittableRandom random) {
    return ALL.get(BY_SHARE.pick(random));
  }

  /** All ranges of one user agent move together: they are versions of the same program. */
  private static List<String> versions(String template) {
    List<String> versions = new ArrayList<>();
    int size = 1;
    for (int step = 0; step < size; step++) {
      Matcher ranges = RANGE.matcher(template);
      StringBuilder version = new StringBuilder();
      while (ranges.find()) {
        int first = Integer.parseInt(ranges.group(1));
        int last = Integer.parseInt(ranges.group(2));
        size = Math.max(size, last - first + 1);
        ranges.appendReplacement(version, String.valueOf(Math.min(first + step, last)));
      }
      versions.add(ranges.appendTail(version).toString());
    }
    return versions;
  }
}
