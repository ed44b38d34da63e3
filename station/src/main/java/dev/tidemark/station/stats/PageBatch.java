package dev.tidemark.station.stats;

import java.util.ArrayList;
import java.util.List;

/** Pages on their way into the summary. */
final class PageBatch {
  private static final int MOST = 5_000;

  private final List<PageWindows.Page> pages = new ArrayList<>();

  void add(PageWindows.Page page) {
    pages.add(page);
  }

  boolean isFull() {
    return pages.size() >= MOST;
  }

  /** The rest of a statement that inserts hosts, URLs and views; the batch is empty then. */
  Sql take() {
    Sql sql = Sql.of(" host, url, hits FROM unnest(");
    sql.texts(pages.stream().map(PageWindows.Page::host).toList()).text(", ");
    sql.texts(pages.stream().map(PageWindows.Page::url).toList()).text(", ");
    sql.numbers(pages.stream().map(PageWindows.Page::views).toList());
    pages.clear();
    return sql.text(") AS rows(host, url, hits)");
  }
}
