package dev.tidemark.run;

import static org.hamcrest.MatcherAssert.assertThat;
import static org.hamcrest.Matchers.hasEntry;
import static org.hamcrest.Matchers.is;
import static org.hamcrest.Matchers.nullValue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import picocli.CommandLine.Model.OptionSpec;

class HomeTest {

  @TempDir Path directory;

  @Test
  void whatRunsHereIsSpokenToWhereNothingElseIsSaid() throws IOException {
    Home home = new Home(directory);
    home.publish(Map.of("kafka", "127.0.0.1:1", "postgres", "postgresql://127.0.0.1:2/d"));

    assertThat(home.addresses().orElseThrow(), hasEntry("kafka", "127.0.0.1:1"));
    assertThat(byDefault(home, Map.of(), "--kafka"), is("127.0.0.1:1"));
    assertThat(byDefault(home, Map.of("KAFKA_URL", "k:9"), "--kafka"), is(nullValue()));
    assertThat(byDefault(home, Map.of("POSTGRES_USER", "me"), "--postgres"), is(nullValue()));
    assertThat(byDefault(home, Map.of(), "--runner"), is(nullValue()));
  }

  @Test
  void aProcessThatIsGoneHasNoAddresses() throws IOException {
    Home home = new Home(directory);
    home.publish(Map.of("kafka", "127.0.0.1:1"));
    Path file = directory.resolve("addresses.properties");
    String gone = Files.readString(file).replaceFirst("pid=\\d+", "pid=" + Integer.MAX_VALUE);
    Files.writeString(file, gone);

    assertThat(home.addresses(), is(Optional.empty()));
    home.withdraw();
    assertThat(Files.exists(file), is(false));
  }

  @Test
  void theHomeIsNamedInEitherWayOfWritingAnOption() {
    Home named = new Home(Path.of("/data"));
    assertThat(Home.in(new String[] {"up", "--home=/data"}), is(named));
    assertThat(Home.in(new String[] {"--home", "/data", "up"}), is(named));
    assertThat(Home.in(new String[] {"up", "--home"}), is(Home.standard()));
  }

  private static String byDefault(Home home, Map<String, String> environment, String option) {
    return new HomeDefaults(home, environment).defaultValue(OptionSpec.builder(option).build());
  }
}
