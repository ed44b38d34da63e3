package dev.tidemark.station.generate;

import dev.tidemark.run.KafkaOptions;
import dev.tidemark.run.Stopping;
import dev.tidemark.run.Topics;
import dev.tidemark.run.UserError;
import dev.tidemark.station.console.Progress;
import dev.tidemark.station.topic.EventTopic;
import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Locale;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** Sends realistic traffic to the topic, or writes it down. */
@Command(
    name = "generate",
    description = "Send realistic traffic to the topic, a file or standard output.",
    footer = {
      "",
      "The same --seed, --start and rate give the same events. Event times may run faster than",
      "the clock, as in --speed=1440, a day in a minute; then they begin seven days ago, and",
      "none is ahead of the clock.",
    })
public final class Generate implements Callable<Integer> {

  private static final String TOPIC = "topic";
  private static final String STANDARD_OUTPUT = "-";

  @Mixin KafkaOptions kafka;
  @Mixin TrafficOptions traffic;
  @Spec CommandSpec command;

  @Option(
      names = "--count",
      paramLabel = "N",
      description = "Stop after so many events; without it, Ctrl-C stops.")
  Long count;

  @Option(
      names = "--to",
      paramLabel = "topic|FILE|-",
      defaultValue = TOPIC,
      description = "Where to: the topic, a file of lines, or standard output (default topic).")
  String to;

  @Option(
      names = "--partitions",
      paramLabel = "N",
      defaultValue = "4",
      description = "Of the topic, if it is not there yet (default ${DEFAULT-VALUE}).")
  int partitions;

  @Override
  public Integer call() throws IOException, InterruptedException {
    traffic.check();
    if (count != null && count < 0) {
      throw UserError.inUsage("--count=" + count + " is below 0.", "Write --count=100000.");
    }
    return switch (to) {
      case TOPIC -> toTopic();
      case STANDARD_OUTPUT -> {
        try (OutputStream out = new FileOutputStream(FileDescriptor.out)) {
          yield toLines(out, true);
        }
      }
      default -> toFile(Path.of(to));
    };
  }

  private int toFile(Path file) throws IOException, InterruptedException {
    if (count == null) {
      throw UserError.inUsage("A file needs an end.", "Say how many events: --count=100000.");
    }
    try (OutputStream out = Files.newOutputStream(file)) {
      return toLines(out, false);
    }
  }

  private int toLines(OutputStream out, boolean pipe) throws IOException, InterruptedException {
    Instant now = Instant.now();
    LineOutlet outlet = new LineOutlet(out, pipe);
    // Nobody waits for a file to be written at the pace of a web site.
    Pace pace = pipe ? traffic.pace(now) : Pace.unlimited();
    Feed feed = new Feed(traffic.events(now), pace, outlet);
    run(feed, outlet);
    String where = pipe ? "standard output" : to;
    say("Wrote %,d events to %s.", feed.sent(), where);
    return 0;
  }

  private int toTopic() throws IOException, InterruptedException {
    String name = EventTopic.single(kafka.topic());
    try (Topics topics = new Topics(kafka.settings())) {
      topics.ensure(name, partitions);
    }
    try (EventTopic topic = EventTopic.forBulk(kafka.settings(), name)) {
      Instant now = Instant.now();
      long began = System.nanoTime();
      TopicOutlet outlet = new TopicOutlet(topic);
      Feed feed = new Feed(traffic.events(now), traffic.pace(now), outlet);
      run(feed, outlet);
      double seconds = Math.max(0.001, (System.nanoTime() - began) / 1e9);
      say(
          "Sent %,d events to %s in %.1f s (%,.0f/s): %,d acknowledged, %,d failed.",
          feed.sent(),
          name,
          seconds,
          outlet.acknowledged() / seconds,
          outlet.acknowledged(),
          outlet.failed());
      if (outlet.failed() > 0) {
        Throwable failure = outlet.failure();
        throw new UserError(
            String.format(
                Locale.ROOT,
                "%,d events were not acknowledged: %s",
                outlet.failed(),
                failure.getMessage()),
            "Check that the broker is up and takes records for " + name + ".",
            failure);
      }
      return 0;
    }
  }

  private void run(Feed feed, Outlet outlet) throws IOException, InterruptedException {
    Stopping.onSignal(feed::stop);
    long most = count == null ? Long.MAX_VALUE : count;
    try (Progress progress =
        new Progress(command.commandLine().getErr(), "events", count == null ? 0 : count)) {
      feed.run(most, progress::advanceTo);
      outlet.finish();
    }
  }

  private void say(String format, Object... values) {
    command.commandLine().getErr().println(String.format(Locale.ROOT, format, values));
  }
}
