package dev.tidemark.station.audit;

import static java.util.Locale.ROOT;

import java.util.Map;
import java.util.Set;

/**
 * What brought a visitor, as the tables name it.
 *
 * @param name null for a direct visit
 * @param host of the referrer, the site's own for a page of it; empty when there is none
 */
record Origin(String kind, String name, String host) {

  private static final KnownSites KNOWN = KnownSites.read();

  private static final Set<String> PAID =
      Set.of(
          ("ad ads adwords affiliate banner cpa cpc cpm cpp cpv display ppc ppv remarketing"
                  + " retargeting sem sponsored")
              .split(" ", -1));
  private static final Set<String> EMAIL =
      Set.of("email", "e-mail", "e_mail", "e mail", "mail", "newsletter");
  private static final Set<String> SOCIAL =
      Set.of("social", "social-media", "social_media", "social media", "social-network", "sm");
  private static final Set<String> NOTHING =
      Set.of("-", "direct", "(direct)", "none", "(none)", "null", "undefined", "(not set)");

  /** Whose advertisements carry which parameter. */
  private static final Map<String, String> CLICK_IDS =
      Map.of(
          "gclid", "Google",
          "gbraid", "Google",
          "wbraid", "Google",
          "dclid", "Google",
          "msclkid", "Bing",
          "yclid", "Yandex",
          "twclid", "X",
          "ttclid", "TikTok");

  /** The order decides when a link carries several. */
  private static final String[] CLICK_IDS_IN_ORDER = {
    "gclid", "gbraid", "wbraid", "dclid", "msclkid", "yclid", "twclid", "ttclid"
  };

  private static final int LONGEST_WORD = 64;
  private static final int LONGEST_NAME = 253;

  /**
   * @param referrer empty when there is none
   * @param site the host that was visited; empty when it is unknown
   * @param query of the address that was visited; null when it has none
   */
  static Origin of(String referrer, String site, String query) {
    WebAddress from = WebAddress.of(referrer);
    String host = from.host();
    if (isSameSite(from, host, site)) {
      return new Origin("Internal", host == null ? site : host, host == null ? site : host);
    }
    String word = utm(query, "utm_source");
    word = isNothing(word) ? null : word.strip();
    String said = utm(query, "utm_medium");
    String medium = said == null ? "" : said.strip().toLowerCase(ROOT);
    String advertiser = advertiser(query);
    KnownSites.Known byWord = word == null ? null : KNOWN.byWord(word);
    KnownSites.Known byReferrer =
        host != null
            ? KNOWN.byHost(host)
            : referrer.length() > LONGEST_WORD ? null : KNOWN.byWord(referrer);
    boolean referred =
        host != null || byReferrer != null || (!isNothing(referrer) && !saysNothing(from));

    String kind =
        kind(medium, advertiser, byWord == null ? byReferrer : byWord, word != null || referred);
    if (kind.equals("Direct")) {
      return new Origin(kind, null, host == null ? "" : host);
    }
    String name =
        byWord != null
            ? byWord.name()
            : byReferrer != null
                ? byReferrer.name()
                : advertiser != null ? advertiser : word != null ? word : host;
    if (name == null) {
      String text = referred ? referrer.strip() : said.strip();
      name = referred ? text.substring(0, Math.min(LONGEST_NAME, text.length())) : text;
    }
    return new Origin(kind, name, host == null ? "" : host);
  }

  private static String kind(
      String medium, String advertiser, KnownSites.Known known, boolean came) {
    if (advertiser != null || PAID.contains(medium) || medium.startsWith("paid")) {
      return "Paid";
    }
    if (EMAIL.contains(medium)) {
      return "Email";
    }
    if (SOCIAL.contains(medium)) {
      return "Social";
    }
    if (medium.equals("organic")) {
      return "Search";
    }
    return known != null ? known.kind() : came ? "Other" : "Direct";
  }

  private static boolean isSameSite(WebAddress from, String host, String site) {
    if (site.isEmpty()) {
      return false;
    }
    if (host == null) {
      return from.authority() == null && from.path().startsWith("/");
    }
    String own = site.replaceFirst("^www\\.", "");
    String other = host.replaceFirst("^www\\.", "");
    return other.equals(own) || (own.indexOf('.') > 0 && other.endsWith("." + own));
  }

  private static String utm(String query, String key) {
    return WebAddress.valueOf(query, key);
  }

  private static String advertiser(String query) {
    for (String id : CLICK_IDS_IN_ORDER) {
      if (WebAddress.valueOf(query, id) != null) {
        return CLICK_IDS.get(id);
      }
    }
    return null;
  }

  private static boolean isNothing(String text) {
    return text == null
        || text.isBlank()
        || (text.length() < 16 && NOTHING.contains(text.strip().toLowerCase(ROOT)));
  }

  private static boolean saysNothing(WebAddress from) {
    return from.scheme().equals("about") || (from.authority() == null && from.path().isEmpty());
  }
}
