package dev.tidemark.bench.race;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** A contender's process with all that it starts; closed, none of them lives. */
final class Child implements AutoCloseable {

  private static final Logger log = LoggerFactory.getLogger(Child.class);
  private static final Duration GRACE = Duration.ofSeconds(10);
  private static final Duration PATIENCE = Duration.ofSeconds(30);
  private static final long PAUSE_MILLIS = 20;

  private final Process process;
  private final Family family;

  /** Who ends the race in the middle of a lap ends the contender, too. */
  private final Thread last;

  private Child(Process process, Family family) {
    this.process = process;
    this.family = family;
    this.last = new Thread(() -> family.members().forEach(ProcessHandle::destroyForcibly));
    Runtime.getRuntime().addShutdownHook(last);
  }

  /** Starts a program whose words go to a file, and which knows nothing but what it is told. */
  static Child start(List<String> command, Map<String, String> environment, Path words)
      throws IOException {
    String mark = UUID.randomUUID().toString();
    ProcessBuilder builder =
        new ProcessBuilder(command).redirectErrorStream(true).redirectOutput(words.toFile());
    builder
        .environment()
        .keySet()
        .removeIf(name -> name.matches("(KAFKA|POSTGRES|TIDEMARK|BENCH|SPARK|FLINK|JAVA)_.*"));
    builder.environment().putAll(environment);
    builder.environment().put(Family.MARK, mark);
    return new Child(builder.start(), new Family(mark));
  }

  Family family() {
    return family;
  }

  boolean isAlive() {
    return process.isAlive();
  }

  int exitCode() {
    return process.exitValue();
  }

  /** Stops it as if the machine slept, until it is told to go on. */
  void pause() throws IOException, InterruptedException {
    signal("STOP");
  }

  void goOn() throws IOException, InterruptedException {
    signal("CONT");
  }

  private void signal(String name) throws IOException, InterruptedException {
    for (ProcessHandle member : family.members()) {
      Process kill = new ProcessBuilder("kill", "-" + name, String.valueOf(member.pid())).start();
      if (kill.waitFor() != 0) {
        throw new IOException("could not send " + name + " to " + member.pid());
      }
    }
  }

  /** Asks first, then ends whoever is left, and returns when nobody is. */
  @Override
  public void close() {
    process.destroy();
    try {
      boolean followed = process.waitFor(GRACE.toMillis(), TimeUnit.MILLISECONDS);
      log.debug("{} ended when asked: {}", process.pid(), followed);
      end();
      Runtime.getRuntime().removeShutdownHook(last);
    } catch (InterruptedException e) {
      // The shutdown hook stays.
      Thread.currentThread().interrupt();
    }
  }

  private void end() throws InterruptedException {
    long end = System.nanoTime() + PATIENCE.toNanos();
    List<ProcessHandle> left = family.members();
    while (!left.isEmpty()) {
      if (System.nanoTime() > end) {
        throw new IllegalStateException("These processes could not be ended: " + left);
      }
      left.forEach(ProcessHandle::destroyForcibly);
      Thread.sleep(PAUSE_MILLIS);
      left = family.members();
    }
  }
}
