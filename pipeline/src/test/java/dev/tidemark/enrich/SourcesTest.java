package dev.tidemark.enrich;

import static org.hamcrest.MatcherAssert.assertThat;
import static org.hamcrest.Matchers.is;

import dev.tidemark.event.Source;
import dev.tidemark.event.Source.Kind;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class SourcesTest {

  private static Source source(String referrer, String url) {
    return Sources.of(referrer, Addresses.of(null, url));
  }

  @ParameterizedTest
  @CsvSource({
    "https://www.google.com/, www.google.com, SEARCH, Google",
    "https://google.co.uk/search?q=a, google.co.uk, SEARCH, Google",
    "http://www.google.com.br/, www.google.com.br, SEARCH, Google",
    "google.de, google.de, SEARCH, Google",
    "https://images.google.fr/, images.google.fr, SEARCH, Google Images",
    "https://news.google.com/, news.google.com, SEARCH, Google News",
    "https://docs.google.com/document, docs.google.com, OTHER, Google Docs",
    "https://www.bing.com/, www.bing.com, SEARCH, Bing",
    "https://duckduckgo.com/, duckduckgo.com, SEARCH, DuckDuckGo",
    "https://yandex.ru/, yandex.ru, SEARCH, Yandex",
    "https://yandex.com.tr/, yandex.com.tr, SEARCH, Yandex",
    "https://m.baidu.com/, m.baidu.com, SEARCH, Baidu",
    "https://www.ecosia.org/, www.ecosia.org, SEARCH, Ecosia",
    "https://search.brave.com/, search.brave.com, SEARCH, Brave",
    "https://uk.search.yahoo.com/, uk.search.yahoo.com, SEARCH, Yahoo!",
    "https://t.co/abc, t.co, SOCIAL, X",
    "https://l.facebook.com/l.php?u=x, l.facebook.com, SOCIAL, Facebook",
    "https://lnkd.in/x, lnkd.in, SOCIAL, LinkedIn",
    "https://old.reddit.com/r/x, old.reddit.com, SOCIAL, Reddit",
    "https://www.youtube.com/, www.youtube.com, SOCIAL, YouTube",
    "https://mastodon.social/@a, mastodon.social, SOCIAL, Mastodon",
    "https://bsky.app/, bsky.app, SOCIAL, Bluesky",
    "https://web.telegram.org/, web.telegram.org, SOCIAL, Telegram",
    "https://web.whatsapp.com/, web.whatsapp.com, SOCIAL, WhatsApp",
    "https://news.ycombinator.com/, news.ycombinator.com, SOCIAL, Hacker News",
    "https://mail.google.com/, mail.google.com, EMAIL, Gmail",
    "https://outlook.live.com/, outlook.live.com, EMAIL, Outlook",
    "https://mail.yahoo.com/, mail.yahoo.com, EMAIL, Yahoo! Mail",
    "android-app://com.google.android.gm/, com.google.android.gm, EMAIL, Gmail",
    "android-app://com.google.android.googlequicksearchbox/https/www.google.com,"
        + " com.google.android.googlequicksearchbox, SEARCH, Google",
    "android-app://org.telegram.messenger/, org.telegram.messenger, SOCIAL, Telegram",
    "https://blog.other.org/post, blog.other.org, OTHER, blog.other.org",
    "https://notgoogle.com/, notgoogle.com, OTHER, notgoogle.com",
    "https://google.example.com.evil.org/, google.example.com.evil.org, OTHER,"
        + " google.example.com.evil.org",
    "https://google.evil.com/, google.evil.com, OTHER, google.evil.com",
    "google, '', SEARCH, Google",
    "Facebook, '', SOCIAL, Facebook",
    "some poster, '', OTHER, some poster",
  })
  void tellsTheSourceByTheReferrer(String referrer, String host, Kind kind, String name) {
    assertThat(source(referrer, "https://example.com/"), is(new Source(host, kind, name)));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"", " ", "-", "direct", "(direct)", "none", "null", "about:blank", "#", "?"})
  void callsAVisitDirectThatNothingReferred(String referrer) {
    Source direct = new Source("", Kind.DIRECT, null);
    assertThat(source(referrer, "https://example.com/"), is(direct));
    assertThat(source(referrer, "/only/a/path"), is(direct));
  }

  @ParameterizedTest
  @CsvSource({
    "https://example.com/a, https://example.com/b, example.com",
    "https://www.example.com/a, https://example.com/b, www.example.com",
    "https://example.com/a, https://www.example.com/b, example.com",
    "https://blog.example.com/a, https://www.example.com/b, blog.example.com",
    "https://EXAMPLE.com:8080/a, https://example.com/b, example.com",
    "http://localhost:80/, http://localhost:8080/, localhost",
    "/previous, https://example.com/b, example.com",
    "https://example.com/a, https://example.com/?utm_medium=cpc&gclid=x, example.com",
    "https://google.com/a, https://google.com/b, google.com",
  })
  void callsTheOwnSiteInternal(String referrer, String url, String host) {
    assertThat(source(referrer, url), is(new Source(host, Kind.INTERNAL, host)));
  }

  @ParameterizedTest
  @CsvSource({
    "https://badexample.com/a, https://example.com/b",
    "https://example.com.evil.org/a, https://example.com/b",
    "https://example.com/a, https://shop.example.com/b",
    "https://example.com/a, /only/a/path",
    "https://a.localhost/a, https://localhost/b",
  })
  void callsNoOtherSiteInternal(String referrer, String url) {
    assertThat(source(referrer, url).kind(), is(Kind.OTHER));
  }

  @ParameterizedTest
  @CsvSource({
    "https://www.google.com/, utm_medium=cpc, PAID, Google",
    "https://www.google.com/, utm_medium=organic, SEARCH, Google",
    "https://www.google.com/, gclid=abc, PAID, Google",
    "https://www.google.com/, utm_source=spring, SEARCH, Google",
    "'', gclid=abc, PAID, Google",
    "'', GCLID=abc, PAID, Google",
    "'', a=b&msclkid=abc, PAID, Bing",
    "'', wbraid=abc, PAID, Google",
    "'', notgclid=abc, DIRECT, ",
    "'', gclid=, DIRECT, ",
    "https://m.facebook.com/, fbclid=abc, SOCIAL, Facebook",
    "https://m.facebook.com/, utm_medium=paid_social, PAID, Facebook",
    "https://blog.org/, utm_medium=Paid%20Partner&utm_source=Partner, PAID, Partner",
    "https://blog.org/, utm_medium=PPC, PAID, blog.org",
    "'', utm_medium=email, EMAIL, email",
    "'', utm_medium=email&utm_source=spring, EMAIL, spring",
    "'', utm_source=newsletter, EMAIL, Email",
    "'', utm_source=mailchimp, EMAIL, Mailchimp",
    "'', utm_source=Google, SEARCH, Google",
    "'', utm_source=ig, SOCIAL, Instagram",
    "'', utm_medium=social&utm_source=buffer, SOCIAL, buffer",
    "'', utm_source=poster, OTHER, poster",
    "'', utm_source=direct, DIRECT, ",
    "https://blog.org/, utm_source=twitter, SOCIAL, X",
    "https://blog.org/, utm_source=poster, OTHER, poster",
  })
  void believesTheCampaignBeforeTheReferrer(String referrer, String query, Kind kind, String name) {
    Source source = source(referrer, "https://example.com/?" + query);
    assertThat(source.kind(), is(kind));
    assertThat(source.name(), is(name));
  }

  @Property
  void namesWhatItCallsASourceWhateverTheText(@ForAll String referrer, @ForAll String query) {
    Source source = source(referrer, "https://example.com/?utm_medium=" + query);
    assertThat(source.kind() == Kind.DIRECT, is(source.name() == null));
  }
}
