package dev.tidemark.metric;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.tidemark.event.EnrichedView;
import dev.tidemark.event.PageView;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** What an event says about a product: its fields first, then its URL. */
final class Products {
  private static final ObjectMapper JSON = new ObjectMapper();

  /** Kinds of events that are views of a product, whatever else they say. */
  private static final Set<String> VIEWS =
      Set.of("product_view", "view_product", "view_product_detail", "view_item");

  private static final Set<String> IDS = Set.of("product_id", "productid", "pid", "sku");
  private static final Pattern IN_PATH =
      Pattern.compile("[^?#]*?/(?:products?|p)/([A-Za-z0-9._-]+)(?:[/?#].*)?", Pattern.DOTALL);
  private static final Pattern ENDING = Pattern.compile("\\.(?:html?|php|aspx?|jsp)$");
  private static final Pattern NUMBER = Pattern.compile("-?\\d{1,15}(?:\\.\\d{1,6})?");
  private static final Pattern DATE = Pattern.compile("(\\d{4}-\\d{2}-\\d{2})(?:[T ].*)?");
  private static final int LONGEST_NAME = 300;

  private Products() {}

  /** Whether the event is a view of a product: of a kind that says so, or of a product's page. */
  static boolean viewed(EnrichedView view) {
    String type = view.view().eventType();
    return VIEWS.contains(type) || (type.equals(PageView.PAGE_VIEW) && !id(view).isEmpty());
  }

  /** Which product the event is about; empty when it does not say. */
  static String id(EnrichedView view) {
    if (view.view().productId() != null) {
      return view.view().productId();
    }
    String query = view.address().query();
    if (query != null) {
      for (String pair : query.split("&", -1)) {
        int equals = pair.indexOf('=');
        if (equals > 0 && IDS.contains(pair.substring(0, equals).toLowerCase(Locale.ROOT))) {
          return pair.substring(equals + 1);
        }
      }
    }
    Matcher path = IN_PATH.matcher(view.view().url());
    return path.matches() ? ENDING.matcher(path.group(1)).replaceFirst("") : "";
  }

  /** What the event says about its product; null when it says nothing. */
  static String description(EnrichedView view) {
    JsonNode told = told(view.view().properties());
    String name = text(told, "product_name", "name");
    if (name == null) {
      name = nameInUrl(view);
    }
    String price = text(told, "price", "product_price");
    String active = text(told, "is_active");
    String created = text(told, "created_date", "created_at");
    Matcher date = DATE.matcher(created == null ? "" : created);
    Description description =
        new Description(
            name,
            text(told, "category", "product_category"),
            price != null && NUMBER.matcher(price).matches() ? price : null,
            active != null && List.of("true", "false").contains(active) ? active : null,
            date.matches() ? date.group(1) : null);
    return description.isEmpty() ? null : description.toString();
  }

  /** Most events say nothing that would be worth reading their JSON. */
  private static JsonNode told(String properties) {
    if (properties == null) {
      return null;
    }
    try {
      return JSON.readTree(properties);
    } catch (JsonProcessingException unreadable) {
      // The parser has passed it; a depth or a number that Jackson refuses describes no product.
      return null;
    }
  }

  private static String text(JsonNode told, String... names) {
    for (String name : names) {
      JsonNode value = told == null ? null : told.get(name);
      if (value != null && value.isValueNode() && !value.isNull() && !value.asText().isBlank()) {
        return cut(value.asText());
      }
    }
    return null;
  }

  /** The last part of the path, when it reads like a name: {@code /gold-ring-anna.html}. */
  private static String nameInUrl(EnrichedView view) {
    String path = path(view);
    String last = ENDING.matcher(path.substring(path.lastIndexOf('/') + 1)).replaceFirst("");
    String name = last.replace('-', ' ').replace('_', ' ').strip();
    boolean readable = name.indexOf(' ') > 0 && name.codePoints().anyMatch(Character::isLetter);
    return readable && !last.equals(id(view)) ? cut(name) : null;
  }

  private static String path(EnrichedView view) {
    return view.address().path() == null ? "" : view.address().path();
  }

  private static String cut(String text) {
    String plain = text.strip();
    return plain.length() <= LONGEST_NAME ? plain : plain.substring(0, LONGEST_NAME);
  }
}
