package dev.tidemark.station.generate;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.util.Arrays;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.SplittableRandom;

/** A web site with its pages, the most popular first. */
final class Site {

  private static final double ZIPF = 1.0;

  static final List<Site> ALL = TextTable.read("sites.txt").stream().map(Site::new).toList();

  private static final AliasTable BY_SHARE =
      new AliasTable(ALL.stream().mapToDouble(site -> site.share).toArray());

  private final double share;
  private final boolean shop;
  private final byte[] checkout;
  private final byte[][] pages;
  private final AliasTable byRank;

  private Site(List<String> cells) {
    share = Double.parseDouble(cells.get(0));
    String home = "https://" + cells.get(1);
    shop = cells.get(1).startsWith("shop");
    checkout = (home + "/checkout/complete").getBytes(UTF_8);
    pages = paths(cells).stream().map(path -> (home + path).getBytes(UTF_8)).toArray(byte[][]::new);
    byRank = AliasTable.zipf(pages.length, ZIPF);
  }

  /** The home page, then pages in an order that is the same in every run. */
  private static Set<String> paths(List<String> cells) {
    int count = Integer.parseInt(cells.get(2));
    List<String> first = Arrays.asList(cells.get(4).split(" ", -1));
    List<String> second = Arrays.asList(cells.get(5).split(" ", -1));
    SplittableRandom random = new SplittableRandom(cells.get(1).hashCode());
    Set<String> paths = new LinkedHashSet<>();
    paths.add("/");
    for (int round = 0; paths.size() < count; round++) {
      String path =
          cells
              .get(3)
              .replace("{a}", first.get(random.nextInt(first.size())))
              .replace("{b}", second.get(random.nextInt(second.size())))
              .replace("{n}", String.format("%02d", 1 + random.nextInt(12)));
      // When the words are used up, pages come in parts.
      paths.add(round < count * 4 ? path : path + "-" + (2 + random.nextInt(8)));
    }
    return paths;
  }

  static Site pick(SplittableRandom random) {
    return ALL.get(BY_SHARE.pick(random));
  }

  /** How many of all visits go to the page at a rank, the first of which is 0. */
  double shareOf(int rank) {
    double all = ALL.stream().mapToDouble(site -> site.share).sum();
    double ranks = 0;
    for (int i = 0; i < pages.length; i++) {
      ranks += StrictMath.pow(i + 1.0, -ZIPF);
    }
    return share / all * StrictMath.pow(rank + 1.0, -ZIPF) / ranks;
  }

  /** Whether one can buy something. */
  boolean isShop() {
    return shop;
  }

  int size() {
    return pages.length;
  }

  int popularPage(SplittableRandom random) {
    return byRank.pick(random);
  }

  int anyPage(SplittableRandom random) {
    return random.nextInt(pages.length);
  }

  byte[] url(int page) {
    return pages[page];
  }

  byte[] checkout() {
    return checkout;
  }
}
