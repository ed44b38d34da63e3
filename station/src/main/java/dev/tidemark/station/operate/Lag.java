package dev.tidemark.station.operate;

import dev.tidemark.run.EventOptions;
import dev.tidemark.run.KafkaOptions;
import dev.tidemark.run.PostgresOptions;
import dev.tidemark.run.UserError;
import dev.tidemark.station.console.Terminal;
import dev.tidemark.station.pulse.Heart;
import dev.tidemark.station.pulse.PartitionPulse;
import dev.tidemark.station.pulse.Pulse;
import java.io.PrintWriter;
import java.time.Duration;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.Callable;
import java.util.concurrent.TimeUnit;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** Shows how far the tables are behind the topic. */
@Command(
    name = "lag",
    description = "Show how far the tables are behind Kafka, by partition.",
    footer = {"", "Example: tidemark lag --watch"})
public final class Lag implements Callable<Integer> {

  private static final String CLEAR_SCREEN = "\033[H\033[2J";

  @Mixin KafkaOptions kafka;
  @Mixin PostgresOptions postgres;
  @Mixin EventOptions events;
  @Mixin Output output;
  @Spec CommandSpec command;

  @Option(names = "--watch", description = "Show it again every second, until Ctrl-C.")
  boolean watch;

  @Override
  public Integer call() throws InterruptedException {
    BlockingQueue<Pulse> pulses = new ArrayBlockingQueue<>(1);
    try (Heart heart =
        new Heart(
            postgres.database(command),
            kafka.settings(),
            kafka.topic(),
            events.lateness(),
            events.idleAfter())) {
      var unused = heart.listen(pulses::offer);
      heart.start();
      do {
        Pulse pulse = pulses.poll(1, TimeUnit.MINUTES);
        if (pulse == null) {
          throw new UserError("The servers give no answer.", "Check them with doctor.");
        }
        print(pulse);
      } while (watch);
    }
    return 0;
  }

  private void print(Pulse pulse) {
    PrintWriter out = command.commandLine().getOut();
    if (!watch && pulse.trouble().isPresent()) {
      throw new UserError(pulse.trouble().get(), "Check the servers with doctor.");
    }
    if (output.json) {
      pulse.partitions().forEach(partition -> out.println(Output.line(partition)));
      out.flush();
      return;
    }
    if (watch && Terminal.isAttached()) {
      out.print(CLEAR_SCREEN);
    }
    TextTable table =
        new TextTable("topic", "partition", "end", "next", "lag", "watermark", "behind", "");
    for (PartitionPulse each : pulse.partitions()) {
      table.add(
          each.topic(),
          each.partition(),
          each.endOffset(),
          each.nextOffset(),
          each.lag(),
          each.watermark(),
          each.watermark() == null ? null : Duration.between(each.watermark(), pulse.at()),
          each.idle() ? "idle" : "");
    }
    table.add("all", "", "", "", pulse.lag(), pulse.watermark(), pulse.behind().orElse(null), "");
    table.print(out);
    pulse.trouble().ifPresent(trouble -> out.println("! " + trouble));
    out.flush();
  }
}
