package dev.tidemark.station.up;

import dev.tidemark.run.EventOptions;
import dev.tidemark.run.Home;
import dev.tidemark.run.KafkaOptions;
import dev.tidemark.run.PostgresOptions;
import dev.tidemark.run.UserError;
import dev.tidemark.station.console.HomeOption;
import dev.tidemark.station.pulse.Heart;
import dev.tidemark.station.pulse.Pulse;
import java.io.PrintWriter;
import java.time.Duration;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.Callable;
import java.util.concurrent.TimeUnit;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

/** Says how the stream stands, and where its parts are. */
@Command(name = "status", description = "Say how the stream stands and where its parts are.")
public final class Status implements Callable<Integer> {

  private static final Duration PATIENCE = Duration.ofSeconds(20);

  /** The first pulses know no rate. */
  private static final int PULSES = 3;

  @Mixin KafkaOptions kafka;
  @Mixin PostgresOptions postgres;
  @Mixin EventOptions events;
  @Spec CommandSpec command;

  @Override
  public Integer call() throws Exception {
    Home home = HomeOption.of(command);
    Map<String, String> addresses =
        home.addresses()
            .orElseThrow(
                () ->
                    new UserError(
                        "Nothing runs in " + home.directory() + ".",
                        "Start it with `tidemark up`, or name another home with --home=DIR."));
    PrintWriter out = command.commandLine().getOut();
    new TreeMap<>(addresses).forEach((name, value) -> out.printf("%-22s %s%n", name, value));
    Pulse pulse = pulse();
    int read = Integer.parseInt(addresses.getOrDefault("partitions", "0"));
    int unread = read == 0 ? 0 : Math.max(0, pulse.partitions().size() - read);
    out.println(StatusLine.of(pulse, unread));
    return 0;
  }

  private Pulse pulse() throws Exception {
    BlockingQueue<Pulse> pulses = new ArrayBlockingQueue<>(PULSES);
    try (Heart heart =
        new Heart(
            postgres.database(command),
            kafka.settings(),
            kafka.topic(),
            events.lateness(),
            events.idleAfter())) {
      var unused = heart.listen(pulses::offer);
      heart.start();
      Pulse pulse = null;
      for (int i = 0; i < PULSES; i++) {
        pulse = pulses.poll(PATIENCE.toSeconds(), TimeUnit.SECONDS);
      }
      if (pulse == null) {
        throw new UserError("The servers give no answer.", "See the log: `tidemark logs`.");
      }
      return pulse;
    }
  }
}
