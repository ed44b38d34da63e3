package dev.tidemark.station.operate;

import static org.hamcrest.MatcherAssert.assertThat;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.is;
import static org.hamcrest.Matchers.not;

import dev.tidemark.station.Installation;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

@Timeout(120)
class DoctorTest {
  private static Installation ground;

  @BeforeAll
  static void start() throws Exception {
    ground = Installation.start();
    ground.broker().createTopic("events", 3, Map.of("retention.ms", "604800000"));
    ground.produce("events", 0, "one");
  }

  @AfterAll
  static void stop() throws Exception {
    ground.close();
  }

  @Test
  void anInstallationThatIsWellHasNothingWrong() throws Exception {
    Ran ran = Ran.command(new Doctor(), ground, "--topic=events");
    assertThat(ran.out(), not(containsString("✗")));
    assertThat(ran.out(), ran.code(), is(0));
    for (String good :
        List.of(
            "✓ Kafka's version",
            "✓ Topics                may be created",
            "✓ Topic events          3 partitions",
            "✓ Topic events          keeps records for 7 d 00 h",
            "✓ Rights                may read and write every table",
            "✓ fsync                 on",
            "✓ PostgreSQL's clock")) {
      assertThat(ran.out(), containsString(good));
    }
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          retention.ms | 60000 | ✗ Topic sick            keeps records for 60 s
          retention.ms | 7200000 | ! Topic sick            keeps records for 2 h 00 m
          cleanup.policy | compact | ! Topic sick            cleanup.policy is compact
          max.message.bytes | 9000000 | ! Topic sick            takes records of 9.0 MB
          """)
  void aTopicThatIsSetDangerouslyIsFound(String setting, String value, String said)
      throws Exception {
    String topic = "sick";
    ground.broker().createTopic(topic, 1, Map.of(setting, value));
    try {
      Ran ran = Ran.command(new Doctor(), ground, "--topic=" + topic);
      assertThat(ran.out(), containsString(said));
      assertThat(ran.code(), is(said.startsWith("✗") ? 1 : 0));
    } finally {
      ground.deleteTopic(topic);
    }
  }

  @Test
  void aMissingTopicATableThatMayNotBeReadAndAServerThatIsAwayAreWrong() throws Exception {
    Ran topic = Ran.command(new Doctor(), ground, "--topic=nowhere");
    assertThat(topic.code(), is(1));
    assertThat(topic.out(), containsString("has no topic nowhere."));
    Ran away =
        Ran.command(
            new Doctor(),
            ground,
            List.of(),
            "--kafka=127.0.0.1:1",
            "--postgres=postgresql://127.0.0.1:1/x");
    assertThat(away.code(), is(1));
    assertThat(away.out(), containsString("✗ Kafka"));
    assertThat(away.out(), containsString("✗ PostgreSQL"));
  }

  @Test
  void beforeTheFirstMigrationNoRightIsMissed() throws Exception {
    ground.run("CREATE SCHEMA empty");
    String url = ground.server().url();
    Ran ran =
        Ran.command(
            new Doctor(),
            ground,
            List.of("--kafka"),
            "--topic=events",
            "--postgres=" + url + (url.contains("?") ? "&" : "?") + "currentSchema=empty",
            "--postgresUser=" + ground.server().user(),
            "--postgresPasswordFile=" + ground.passwordFile());
    assertThat(ran.out(), containsString("there is none yet"));
    assertThat(ran.out(), not(containsString("lacks rights")));
    assertThat(ran.code(), is(0));
  }

  @Test
  void aSchemaThatLacksAMigrationIsWrong() throws Exception {
    ground.run(
        "CREATE TABLE kept AS SELECT * FROM tidemark_schema_history"
            + " WHERE installed_rank = (SELECT max(installed_rank) FROM tidemark_schema_history)",
        "DELETE FROM tidemark_schema_history USING kept k"
            + " WHERE k.installed_rank = tidemark_schema_history.installed_rank");
    try {
      Ran ran = Ran.command(new Doctor(), ground, "--topic=events", "--json");
      assertThat(ran.code(), is(1));
      assertThat(ran.out(), containsString("1 migrations are missing"));
      assertThat(
          ran.out(), containsString("{\"level\":\"WRONG\",\"subject\":\"Schema\",\"finding\":"));
    } finally {
      ground.run("INSERT INTO tidemark_schema_history SELECT * FROM kept", "DROP TABLE kept");
    }
  }
}
