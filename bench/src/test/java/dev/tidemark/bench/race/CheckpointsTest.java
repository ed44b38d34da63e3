package dev.tidemark.bench.race;

import static org.hamcrest.MatcherAssert.assertThat;
import static org.hamcrest.Matchers.is;

import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class CheckpointsTest {

  @TempDir Path work;

  @Test
  void theLargestCheckpointIsFoundWhereverItLies() throws Exception {
    assertThat(Checkpoints.largest(work), is(0L));
    write("checkpoints/job/chk-3/_metadata", 10);
    write("checkpoints/job/chk-4/_metadata", 10);
    write("checkpoints/job/chk-4/a-part-of-the-state", 25);
    write("checkpoints/job/shared/no-checkpoint", 1_000);
    assertThat(Checkpoints.largest(work), is(35L));
    assertThat(Checkpoints.largest(work.resolve("nowhere")), is(0L));
  }

  private void write(String name, int bytes) throws Exception {
    Path file = work.resolve(name);
    Files.createDirectories(file.getParent());
    Files.write(file, new byte[bytes]);
  }
}
