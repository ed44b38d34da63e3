package dev.tidemark.enrich;

import static org.hamcrest.MatcherAssert.assertThat;
import static org.hamcrest.Matchers.is;
import static org.hamcrest.Matchers.nullValue;

import dev.tidemark.event.Address;
import java.util.Locale;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class AddressesTest {

  @ParameterizedTest
  @CsvSource(
      nullValues = "null",
      value = {
        // url, host, path, query
        "https://example.com, example.com, /, null",
        "https://Example.COM/A/b, example.com, /A/b, null",
        "HTTP://example.com:8080/a?b=c#d, example.com, /a, b=c",
        "https://user:pass@example.com/, example.com, /, null",
        "https://a@b@example.com/, example.com, /, null",
        "https://example.com./a, example.com, /a, null",
        "//example.com/a?q, example.com, /a, q",
        "example.com/a?q=http://other.com/, example.com, /a, q=http://other.com/",
        "www.example.co.uk, www.example.co.uk, /, null",
        "localhost:8080/a, localhost, /a, null",
        "intranet:8080/a, intranet, /a, null",
        "10.0.0.1/a, 10.0.0.1, /a, null",
        "http://10.0.0.1:80/a, 10.0.0.1, /a, null",
        "http://[2001:DB8::1]:8080/a, [2001:db8::1], /a, null",
        "'http://[::ffff:1.2.3.4]/', 1.2.3.4, /, null",
        "https:\\\\example.com\\a, example.com, /a, null",
        "https:/example.com/a, example.com, /a, null",
        "https:example.com/a, example.com, /a, null",
        "' https://example.com/a ', example.com, /a, null",
        "https://example.com?x=1, example.com, /, x=1",
        "https://example.com/a?, example.com, /a, null",
        "https://example.com/#/route, example.com, /, null",
        "https://xn--bcher-kva.example/, b\u00fccher.example, /, null",
        "https://B\u00dcCHER.example/, b\u00fccher.example, /, null",
        "https://bu\u0308cher.example/, b\u00fccher.example, /, null",
        "https://b%C3%BCcher.example/, b\u00fccher.example, /, null",
        "https://xn--i-7iq.ws/, i\u2764.ws, /, null",
        "https://xn--zzzzzzzzzzzzz99999.example/, xn--zzzzzzzzzzzzz99999.example, /, null",
        "https://xn--.example/, xn--.example, /, null",
        "https://xn--lzg.example/, xn--lzg.example, /, null",
        "https://under_score.example/, under_score.example, /, null",
        "android-app://com.Example.app/x, com.example.app, /x, null",
        "/pricing, '', /pricing, null",
        "/pricing?plan=pro, '', /pricing, plan=pro",
        "pricing/plans, '', /pricing/plans, null",
        "index.html, '', /index.html, null",
        "'?a=b', '', /, a=b",
        "#top, '', /, null",
        "about:blank, '', /about:blank, null",
        "mailto:a@example.com, '', /mailto:a@example.com, null",
        "https://exa mple.com/a, '', /a, null",
        "https:///, '', /, null",
        "https://ex..ample.com/a, '', /a, null",
        "https://example.com:port/a, '', /a, null",
        "https://example.com/caf%C3%A9, example.com, /caf\u00e9, null",
        "https://example.com/a%20b+c, example.com, /a b+c, null",
        "https://example.com/a%2Fb%3f%2541, example.com, /a%2Fb%3F%2541, null",
        "https://example.com/%ff%zz%4, example.com, /%ff%zz%4, null",
        "https://example.com/%00%0A, example.com, /%00%0A, null",
        "'', '', /, null",
      })
  void cutsAUrl(String url, String host, String path, String query) {
    Address address = Addresses.of(null, url);
    assertThat(address.host(), is(host));
    assertThat(address.path(), is(path));
    assertThat(address.query(), is(query));
  }

  @ParameterizedTest
  @CsvSource({
    "shop.example.com, /a, shop.example.com",
    "Shop.Example.com:443, https://example.com/a, shop.example.com",
    "https://shop.example.com/, /a, shop.example.com",
    "intranet, /a, intranet",
    "::1, /a, [::1]",
    "'', https://example.com/a, example.com",
    "'no host', https://example.com/a, example.com",
    "-, /a, -",
  })
  void prefersTheHostThatTheEventNames(String named, String url, String host) {
    assertThat(Addresses.of(named, url).host(), is(host));
  }

  @Test
  void readsTheCampaign() {
    Address address =
        Addresses.of(
            null,
            "https://example.com/?utm_source=News%20Letter&UTM_MEDIUM=e-mail&utm_campaign=a+b%26c"
                + "&utm_term=caf%C3%A9&utm_content=%zz");
    assertThat(
        address,
        is(
            new Address(
                "example.com",
                "/",
                "utm_source=News%20Letter&UTM_MEDIUM=e-mail&utm_campaign=a+b%26c"
                    + "&utm_term=caf%C3%A9&utm_content=%zz",
                "News Letter",
                "e-mail",
                "a b&c",
                "caf\u00e9",
                "%zz")));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "utm_source=",
        "utm_source",
        "xutm_source=a",
        "a=utm_source=b",
        "utm_sourcex=a",
        "&&&",
        "="
      })
  void findsNoCampaignWhereThereIsNone(String query) {
    assertThat(Addresses.of(null, "/a?" + query).utmSource(), nullValue());
  }

  @Test
  void takesTheFirstValueThatIsOne() {
    String url = "/a?utm_source=&utm_source=first&utm_source=second";
    assertThat(Addresses.of(null, url).utmSource(), is("first"));
  }

  @Property
  void neverPutsUpperCaseOrSpacesIntoAHost(@ForAll String host, @ForAll String url) {
    for (Address address :
        new Address[] {
          Addresses.of(host, url), Addresses.of(null, "http://" + url), Addresses.of(null, host)
        }) {
      assertThat(address.host(), is(address.host().toLowerCase(Locale.ROOT)));
      assertThat(
          address.host().codePoints().anyMatch(c -> c <= ' ' || Character.isUpperCase(c)),
          is(false));
      assertThat(address.path().startsWith("/"), is(true));
    }
  }

  @Property
  void readsAnyPunycode(@ForAll String tail) {
    String host = Addresses.of("xn--" + tail, "/").host();
    assertThat(Addresses.of(host, "/").host(), is(host));
  }
}
