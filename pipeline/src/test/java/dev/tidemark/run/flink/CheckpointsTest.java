package dev.tidemark.run.flink;

import static org.hamcrest.MatcherAssert.assertThat;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.is;
import static org.hamcrest.Matchers.not;
import static org.junit.jupiter.api.Assertions.assertThrows;

import dev.tidemark.run.UserError;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class CheckpointsTest {

  @TempDir Path parent;

  @Test
  void theNewestCompleteOneIsTheLatestWhicheverRunMadeIt() throws IOException {
    Checkpoints checkpoints = Checkpoints.of(parent, "cluster", "topic", "database");
    checkpoint(checkpoints, "run1/chk-9", 1_000);
    Path newest = checkpoint(checkpoints, "run2/chk-2", 2_000);
    Files.createDirectories(checkpoints.directory().resolve("run2/chk-3"));
    Files.createDirectories(checkpoints.directory().resolve("run2/shared"));

    assertThat(checkpoints.latest(), is(Optional.of(newest)));
  }

  @Test
  void whatOtherRunsLeftGoesAndWhatIsGoneOnFromStays() throws IOException {
    Checkpoints checkpoints = Checkpoints.of(parent, "cluster", "topic", "database");
    Path old = checkpoint(checkpoints, "run1/chk-9", 1_000);
    Path newest = checkpoint(checkpoints, "run2/chk-2", 2_000);

    checkpoints.keepOnly(newest);

    assertThat(Files.exists(old), is(false));
    assertThat(checkpoints.latest(), is(Optional.of(newest)));
  }

  @Test
  void anotherClusterTopicOrDatabaseHasNone() throws IOException {
    checkpoint(Checkpoints.of(parent, "cluster", "topic", "database"), "run/chk-1", 1_000);

    assertThat(Checkpoints.of(parent, "cluster", "topic", "other").latest(), is(Optional.empty()));
    assertThat(
        Checkpoints.of(parent, "cluster", "topic", "other").directory(),
        is(not(Checkpoints.of(parent, "cluster", "topic", "database").directory())));
  }

  @Test
  void aBrokerThatMovedIsRefusedWithBothAddresses() throws IOException {
    Checkpoints checkpoints = Checkpoints.of(parent, "cluster", "topic", "database");
    checkpoints.demandSameBroker("127.0.0.1:19092");
    checkpoints.demandSameBroker("127.0.0.1:19092");

    UserError refused =
        assertThrows(UserError.class, () -> checkpoints.demandSameBroker("127.0.0.1:29092"));
    assertThat(refused.getMessage(), containsString("127.0.0.1:19092"));
    assertThat(refused.getMessage(), containsString("127.0.0.1:29092"));
  }

  @Test
  void theParallelismIsThatOfTheFirstStart() throws IOException {
    Checkpoints checkpoints = Checkpoints.of(parent, "cluster", "topic", "database");
    assertThat(checkpoints.parallelism(2), is(2));
    assertThat(checkpoints.parallelism(8), is(2));
  }

  private static Path checkpoint(Checkpoints checkpoints, String name, long millis)
      throws IOException {
    Path directory = Files.createDirectories(checkpoints.directory().resolve(name));
    Path complete = Files.createFile(directory.resolve("_metadata"));
    Files.setLastModifiedTime(complete, FileTime.fromMillis(millis));
    return directory;
  }
}
