package dev.tidemark.enrich;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.hamcrest.MatcherAssert.assertThat;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.is;
import static org.hamcrest.Matchers.not;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.ObjectInputStream;
import java.io.ObjectOutputStream;
import java.util.List;
import org.junit.jupiter.api.Test;

class EnrichmentTest {

  private static final byte[] SALT = "secret".getBytes(UTF_8);

  @Test
  void travelsToTheWorkers() throws IOException, ClassNotFoundException {
    Enrichment settings = new Enrichment(List.of("/data/city.mmdb"), SALT, true, 99);
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (ObjectOutputStream out = new ObjectOutputStream(bytes)) {
      out.writeObject(settings);
    }
    Enrichment arrived =
        (Enrichment)
            new ObjectInputStream(new ByteArrayInputStream(bytes.toByteArray())).readObject();
    assertThat(arrived.geoDatabases(), is(List.of("/data/city.mmdb")));
    assertThat(arrived.visitorSalt(), is(SALT));
    assertThat(arrived.storeFullIp(), is(true));
    assertThat(arrived.cacheEntries(), is(99));
  }

  @Test
  void truncatesAddressesUnlessToldOtherwise() {
    assertThat(Enrichment.withSalt(SALT).storeFullIp(), is(false));
    assertThat(Enrichment.withSalt(SALT).geoDatabases(), is(List.of()));
    assertThat(Enrichment.withSalt(SALT).cacheEntries(), is(65_536));
  }

  @Test
  void keepsTheSaltOutOfItsText() {
    String text = Enrichment.withSalt(SALT).toString();
    assertThat(text, containsString("storeFullIp=false"));
    assertThat(text, not(containsString("alt")));
    assertThat(text, not(containsString("[B@")));
  }

  @Test
  void isNotChangedFromOutside() {
    byte[] salt = SALT.clone();
    Enrichment settings = Enrichment.withSalt(salt);
    salt[0]++;
    settings.visitorSalt()[1]++;
    assertThat(settings.visitorSalt(), is(SALT));
  }

  @Test
  void refusesAnEmptySaltAndACacheOfNothing() {
    assertThrows(IllegalArgumentException.class, () -> Enrichment.withSalt(new byte[0]));
    assertThrows(IllegalArgumentException.class, () -> new Enrichment(List.of(), SALT, false, 0));
  }
}
