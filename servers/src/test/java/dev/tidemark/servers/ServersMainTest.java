package dev.tidemark.servers;

import static java.nio.charset.StandardCharsets.UTF_8;
import static java.util.concurrent.TimeUnit.SECONDS;
import static org.hamcrest.MatcherAssert.assertThat;
import static org.hamcrest.Matchers.hasItem;
import static org.hamcrest.Matchers.is;
import static org.hamcrest.Matchers.nullValue;

import com.fasterxml.jackson.databind.ObjectMapper;
import java.lang.ProcessBuilder.Redirect;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.NewTopic;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
class ServersMainTest {
  @Test
  void itSaysWhereTheServersAreAndEndsWithItsStandardInput() throws Exception {
    Process process =
        new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-cp",
                System.getProperty("java.class.path"),
                "dev.tidemark.servers.ServersMain")
            .redirectError(Redirect.DISCARD)
            .start();
    try (var lines = process.inputReader(UTF_8)) {
      String address =
          new ObjectMapper().readTree(lines.readLine()).path("bootstrapServers").asText();
      assertThat(topicsAfterCreatingOne(address), hasItem("events"));
      process.getOutputStream().close();
      assertThat(lines.readLine(), is(nullValue()));
      assertThat(process.waitFor(20, SECONDS), is(true));
      assertThat(process.exitValue(), is(0));
    } finally {
      process.destroyForcibly();
    }
  }

  private static Set<String> topicsAfterCreatingOne(String address) throws Exception {
    try (Admin admin = Admin.create(Map.of("bootstrap.servers", address))) {
      admin.createTopics(List.of(new NewTopic("events", 1, (short) 1))).all().get();
      return admin.listTopics().names().get();
    }
  }
}
