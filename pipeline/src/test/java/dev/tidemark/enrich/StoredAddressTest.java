package dev.tidemark.enrich;

import static org.hamcrest.MatcherAssert.assertThat;
import static org.hamcrest.Matchers.is;
import static org.hamcrest.Matchers.nullValue;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class StoredAddressTest {

  @ParameterizedTest
  @CsvSource({
    "81.2.69.142, 81.2.69.0, 81.2.69.142",
    "81.2.69.142:4711, 81.2.69.0, 81.2.69.142",
    "::ffff:81.2.69.142, 81.2.69.0, 81.2.69.142",
    "10.1.2.3, 10.1.2.0, 10.1.2.3",
    "2001:4860:4860:1:2:3:4:8888, 2001:4860:4860::, 2001:4860:4860:1:2:3:4:8888",
    "[2001:4860:4860::8888]:443, 2001:4860:4860::, 2001:4860:4860::8888",
    "2002:5102:458e::1, 2002:5102:4500::, 2002:5102:458e::1",
  })
  void keepsTheNetworkUnlessAskedForAll(String text, String network, String whole) {
    assertThat(StoredAddress.of(IpAddress.parse(text), false), is(network));
    assertThat(StoredAddress.of(IpAddress.parse(text), true), is(whole));
  }

  @Test
  void keepsNothingOfNothing() {
    assertThat(StoredAddress.of(null, false), nullValue());
    assertThat(StoredAddress.of(null, true), nullValue());
  }
}
