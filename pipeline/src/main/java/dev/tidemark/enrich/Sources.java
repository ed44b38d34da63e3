package dev.tidemark.enrich;

import dev.tidemark.enrich.KnownSources.Known;
import dev.tidemark.event.Address;
import dev.tidemark.event.Source;
import dev.tidemark.event.Source.Kind;
import java.util.Locale;
import java.util.Set;

/**
 * Finds what brought a visitor. The own site comes first: whatever labels its links carry, they
 * bring nobody. Then what the campaign says (a paid click, an e-mail), then the name that it gives,
 * then the host that the referrer names.
 */
final class Sources {

  private static final KnownSources KNOWN = KnownSources.read();

  private static final Set<String> PAID_MEDIA =
      Set.of(
          "ad",
          "ads",
          "adwords",
          "affiliate",
          "banner",
          "cpa",
          "cpc",
          "cpm",
          "cpp",
          "cpv",
          "display",
          "ppc",
          "ppv",
          "remarketing",
          "retargeting",
          "sem",
          "sponsored");

  private static final Set<String> EMAIL_MEDIA =
      Set.of("email", "e-mail", "e_mail", "e mail", "mail", "newsletter");

  private static final Set<String> SOCIAL_MEDIA =
      Set.of("social", "social-media", "social_media", "social media", "social-network", "sm");

  /** What networks add to the links of their advertisements, and whose it is. */
  private enum ClickId {
    GCLID("Google"),
    GBRAID("Google"),
    WBRAID("Google"),
    DCLID("Google"),
    MSCLKID("Bing"),
    YCLID("Yandex"),
    TWCLID("X"),
    TTCLID("TikTok");

    private static final ClickId[] ALL = values();

    private final String advertiser;

    ClickId(String advertiser) {
      this.advertiser = advertiser;
    }
  }

  /** What senders write when there is no referrer or campaign. */
  private static final Set<String> NOTHING =
      Set.of("-", "direct", "(direct)", "none", "(none)", "null", "undefined", "(not set)");

  private Sources() {}

  /** Who was paid for the click, as a query with a click id tells; else null. */
  static String advertiser(String query) {
    if (query == null || !query.toLowerCase(Locale.ROOT).contains("id=")) {
      return null;
    }
    for (ClickId id : ClickId.ALL) {
      if (Addresses.valueOf(query, id.name()) != null) {
        return id.advertiser;
      }
    }
    return null;
  }

  /**
   * @param referrer empty when there is none
   * @param address where the referrer led, with its campaign
   */
  static Source of(String referrer, Address address) {
    return of(
        referrer,
        address.host(),
        address.utmSource(),
        address.utmMedium(),
        advertiser(address.query()));
  }

  static Source of(
      String referrer, String site, String utmSource, String utmMedium, String advertiser) {
    Url url = Url.split(referrer);
    String host = url.authority() == null ? null : Hosts.read(url.authority());
    if (isInternal(host, url, site)) {
      return new Source(host == null ? site : host, Kind.INTERNAL, host == null ? site : host);
    }
    String word = isNothing(utmSource) ? null : utmSource.strip();
    Known byWord = word == null ? null : KNOWN.ofWord(word);
    Known byReferrer = host == null ? ofPlainWord(referrer) : KNOWN.ofHost(host);
    boolean referred = host != null || byReferrer != null || (!isNothing(referrer) && !blank(url));

    Kind kind = kindOf(utmMedium, advertiser, byWord, byReferrer);
    if (kind == null) {
      kind = word == null && !referred ? Kind.DIRECT : Kind.OTHER;
    }
    String name = kind == Kind.DIRECT ? null : nameOf(byWord, byReferrer, advertiser, word, host);
    if (kind != Kind.DIRECT && name == null) {
      name = referred ? cut(referrer.strip()) : utmMedium.strip();
    }
    return new Source(host == null ? "" : host, kind, name);
  }

  private static boolean isInternal(String host, Url referrer, String site) {
    if (site.isEmpty()) {
      return false;
    }
    if (host == null) {
      return referrer.authority() == null && referrer.path().startsWith("/");
    }
    String own = Hosts.withoutWww(site);
    String from = Hosts.withoutWww(host);
    return from.equals(own) || (own.indexOf('.') > 0 && from.endsWith("." + own));
  }

  private static Kind kindOf(String utmMedium, String advertiser, Known byWord, Known byReferrer) {
    String medium = utmMedium == null ? "" : utmMedium.strip().toLowerCase(Locale.ROOT);
    if (advertiser != null || PAID_MEDIA.contains(medium) || medium.startsWith("paid")) {
      return Kind.PAID;
    }
    if (EMAIL_MEDIA.contains(medium)) {
      return Kind.EMAIL;
    }
    if (SOCIAL_MEDIA.contains(medium)) {
      return Kind.SOCIAL;
    }
    if (medium.equals("organic")) {
      return Kind.SEARCH;
    }
    if (byWord != null) {
      return byWord.kind();
    }
    return byReferrer == null ? null : byReferrer.kind();
  }

  private static String nameOf(
      Known byWord, Known byReferrer, String advertiser, String word, String host) {
    if (byWord != null) {
      return byWord.name();
    }
    if (byReferrer != null) {
      return byReferrer.name();
    }
    if (advertiser != null) {
      return advertiser;
    }
    return word == null ? host : word;
  }

  /** Some senders write "google" where others write its address. */
  private static Known ofPlainWord(String referrer) {
    return referrer.length() > 64 ? null : KNOWN.ofWord(referrer);
  }

  private static boolean isNothing(String text) {
    return text == null
        || text.isBlank()
        || (text.length() < 16 && NOTHING.contains(text.strip().toLowerCase(Locale.ROOT)));
  }

  /** Whether a browser says that it came from a page of its own. */
  private static boolean blank(Url url) {
    return url.scheme().equals("about") || (url.path().isEmpty() && url.authority() == null);
  }

  private static String cut(String text) {
    return text.length() <= 253 ? text : text.substring(0, 253);
  }
}
