package dev.tidemark.run.flink;

import static org.hamcrest.MatcherAssert.assertThat;
import static org.hamcrest.Matchers.contains;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.is;
import static org.junit.jupiter.api.Assertions.assertThrows;

import dev.tidemark.run.UserError;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class StreamPlaceTest {

  private static final String BROKER = "127.0.0.1:9092";

  @TempDir Path directory;

  @Test
  void theLatestIsTheNewestOfCheckpointsAndSavepoints() throws IOException {
    StreamPlace place = place(directory.toUri().toString());
    place.begin(BROKER);
    complete("job/chk-3");
    Path savepoint = complete("savepoint-1");
    Files.setLastModifiedTime(
        directory.resolve("job/chk-3/_metadata"), java.nio.file.attribute.FileTime.fromMillis(1));
    assertThat(place.latest(BROKER), is(savepoint.toUri().toString()));
  }

  @Test
  void withoutACheckpointOrAtAnotherBrokerThereIsNoLatest() throws IOException {
    StreamPlace place = place(directory.toUri().toString());
    place.begin(BROKER);
    UserError none = assertThrows(UserError.class, () -> place.latest(BROKER));
    assertThat(none.getMessage(), containsString("no checkpoint in " + directory));
    complete("job/chk-1");
    assertThrows(UserError.class, () -> place.latest("127.0.0.1:9093"));
  }

  @Test
  void whetherThereIsSomethingToGoOnFromIsKnownOnlyWhereItCanBeSeen() throws IOException {
    StreamPlace place = place(directory.toUri().toString());
    assertThat(place.hasCheckpoint(), is(false));
    complete("job/chk-1");
    assertThat(place.hasCheckpoint(), is(true));
    assertThrows(UserError.class, () -> place("s3://bucket/x").hasCheckpoint());
  }

  @Test
  void whatLiesElsewhereHasToBeNamed() {
    UserError far = assertThrows(UserError.class, () -> place("s3://bucket/x").latest(BROKER));
    assertThat(far.remedy(), containsString("--from=PATH"));
  }

  @Test
  void theClientIsToldOfThePlaceByAFile() throws IOException {
    assertThat(place("s3://bucket/x").settings(directory), contains("--flinkConfDir=" + directory));
    assertThat(
        Files.readString(directory.resolve(StreamPlace.FILE)),
        is("state.checkpoints.dir: s3://bucket/x\n"));
  }

  private static StreamPlace place(String uri) {
    return new StreamPlace("stream", Optional.of(uri));
  }

  private Path complete(String name) throws IOException {
    Path checkpoint = Files.createDirectories(directory.resolve(name));
    Files.writeString(checkpoint.resolve("_metadata"), "x");
    return checkpoint;
  }
}
