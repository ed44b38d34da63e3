package dev.tidemark.station.audit;

import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Which product an event is about. */
final class Article {

  private static final Pattern PARAMETER =
      Pattern.compile("(?:product_id|productid|pid|sku)=(.*)", Pattern.CASE_INSENSITIVE);
  private static final Pattern PAGE =
      Pattern.compile("/(?:product|products|p)/([A-Za-z0-9._-]+)(?=/|$)");
  private static final Pattern FILE = Pattern.compile("\\.(?:htm|html|php|asp|aspx|jsp)$");

  private Article() {}

  /**
   * @param said what the event itself says; null when it does not
   */
  static String of(String said, String url) {
    if (said != null) {
      return said;
    }
    WebAddress page = WebAddress.of(url);
    if (page.query() != null) {
      for (String pair : page.query().split("&", -1)) {
        Matcher parameter = PARAMETER.matcher(pair);
        if (parameter.matches()) {
          return parameter.group(1);
        }
      }
    }
    Matcher path = PAGE.matcher(url.split("[?#]", 2)[0]);
    return path.find() ? FILE.matcher(path.group(1)).replaceFirst("") : "";
  }

  /** Whether an event is a view of a product. */
  static boolean isViewed(Hit hit) {
    return switch (hit.type()) {
      case "product_view", "view_product", "view_product_detail", "view_item" -> true;
      case "page_view" -> !hit.product().isEmpty();
      default -> false;
    };
  }
}
