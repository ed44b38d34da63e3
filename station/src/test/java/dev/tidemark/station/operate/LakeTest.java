package dev.tidemark.station.operate;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.hamcrest.MatcherAssert.assertThat;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.hasSize;
import static org.hamcrest.Matchers.is;
import static org.hamcrest.Matchers.startsWith;

import dev.tidemark.run.Run;
import dev.tidemark.station.Installation;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** A lake of two rounds, looked after by command. */
@Timeout(180)
class LakeTest {

  private static final List<String> POSTGRES = List.of("--postgres");
  private static final String TOPIC = "filed";
  private static final long NOON = Instant.parse("2026-01-09T12:00:00Z").getEpochSecond();
  private static final String DAY = "event_date=2026-01-09";

  @TempDir static Path directory;

  private static Installation ground;
  private static Path lake;

  @BeforeAll
  static void fillInTwoRounds() throws Exception {
    ground = Installation.start();
    ground.broker().createTopic(TOPIC, 2);
    lake = directory.resolve("lake");
    for (int round = 0; round < 2; round++) {
      send(round * 20, 20);
      Ran ran =
          Ran.command(
              new Run(),
              ground,
              List.of("--kafka", "--postgres"),
              "--runner=FlinkRunner",
              "--parallelism=1",
              "--until=now",
              "--afresh",
              "--outputs=lake",
              "--topic=" + TOPIC,
              "--lake=" + lake);
      assertThat(ran.err(), ran.code(), is(0));
    }
  }

  /** A day in one partition and the next in the other; every tenth record is no event. */
  private static void send(int first, int records) {
    try (KafkaProducer<byte[], byte[]> producer = ground.producer(Map.of())) {
      for (int i = first; i < first + records; i++) {
        String event =
            i % 10 == 9
                ? "no event"
                : "{\"event_time\":%d,\"url\":\"https://shop.example/%d\"}"
                    .formatted(NOON + i % 2 * 86_400L + i, i);
        var unused = producer.send(new ProducerRecord<>(TOPIC, i % 2, null, event.getBytes(UTF_8)));
      }
    }
  }

  @AfterAll
  static void stop() throws Exception {
    ground.close();
  }

  @Test
  void fewFilesAreMadeOfManyAndTheCheckFindsNothingBeforeAndAfter() throws Exception {
    Path lake = copy("compacted");
    assertThat(check(lake, 0).out(), containsString("36 events in 4 files: each is there"));
    Ran left = command(0, "compact", "--lake=" + lake, "--before=2026-01-10");
    assertThat(left.out(), startsWith("2026-01-09: 2 files became 1, of 20 rows.\n1 days were"));
    Ran compacted = command(0, "compact", "--lake=" + lake);
    assertThat(compacted.out(), startsWith("2026-01-10: 2 files became 1, of 16 rows.\n1 days"));
    assertThat(command(0, "compact", "--lake=" + lake).out(), is("0 days were compacted.\n"));
    assertThat(check(lake, 0).out(), containsString("36 events in 2 files: each is there"));
  }

  @Test
  void whatIsMissingTwiceOrUnreadableIsToldAndEndsWithOne() throws Exception {
    Path lake = copy("damaged");
    List<Path> files = files(lake.resolve(DAY));
    byte[] first = Files.readAllBytes(files.get(0));
    Files.delete(files.get(0));
    assertThat(check(lake, 1).out(), containsString("20 events were counted, 10 are there"));

    Files.write(files.get(0), first);
    Files.copy(files.get(1), lake.resolve("event_date=2026-01-10").resolve(name(files.get(1))));
    assertThat(check(lake, 1).out(), containsString("are there twice"));
    Files.delete(lake.resolve("event_date=2026-01-10").resolve(name(files.get(1))));

    Files.write(files.get(0), Arrays.copyOf(first, first.length / 2));
    assertThat(check(lake, 1).out(), containsString("cannot be read"));
    Files.write(files.get(0), first);
    check(lake, 0);
  }

  @Test
  void daysThatExpireAreGoneAndOfTheRestNothingIsMissed() throws Exception {
    Path lake = copy("expired");
    Ran expired = command(0, "expire", "--lake=" + lake, "--before=2026-01-10", "--yes");
    assertThat(expired.out(), is("Deleted 1 days in 2 files.\n"));
    assertThat(Files.exists(lake.resolve(DAY)), is(false));
    assertThat(files(lake.resolve("event_date=2026-01-10")), hasSize(2));
    assertThat(check(lake, 1, "--from=2026-01-09").out(), containsString("0 are there"));
    check(lake, 0);
  }

  @Test
  void aLakeThatIsNotThereIsOneLineWithARemedy() throws Exception {
    assertThat(
        command(1, "compact", "--lake=nowhere").err(), containsString("There is no lake in"));
  }

  /** Its days are links, which a copy keeps. */
  private static Path copy(String name) throws Exception {
    Path to = directory.resolve(name);
    Process copying =
        new ProcessBuilder("cp", "-a", lake.toString(), to.toString()).inheritIO().start();
    assertThat(copying.waitFor(), is(0));
    return to;
  }

  private static List<Path> files(Path day) throws IOException {
    try (Stream<Path> all = Files.list(day)) {
      return all.sorted().toList();
    }
  }

  private static String name(Path file) {
    return file.getFileName().toString();
  }

  private static Ran check(Path lake, int code, String... options) throws Exception {
    List<String> all = new ArrayList<>(List.of("check", "--lake=" + lake));
    all.addAll(List.of(options));
    Ran ran = Ran.command(new Lake(), ground, POSTGRES, all.toArray(String[]::new));
    assertThat(ran.err() + ran.out(), ran.code(), is(code));
    return ran;
  }

  private static Ran command(int code, String... arguments) throws Exception {
    Ran ran = Ran.command(new Lake(), ground, List.of(), arguments);
    assertThat(ran.err() + ran.out(), ran.code(), is(code));
    return ran;
  }
}
