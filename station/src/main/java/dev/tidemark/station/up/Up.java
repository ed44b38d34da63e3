package dev.tidemark.station.up;

import dev.tidemark.read.KafkaSettings;
import dev.tidemark.run.CommandLines;
import dev.tidemark.run.Home;
import dev.tidemark.run.Stopping;
import dev.tidemark.station.console.HomeOption;
import dev.tidemark.station.generate.LiveTraffic;
import dev.tidemark.station.serve.Parts;
import dev.tidemark.station.serve.Site;
import dev.tidemark.station.serve.Site.Stores;
import dev.tidemark.write.Postgres;
import java.io.PrintWriter;
import java.time.Duration;
import java.util.Locale;
import java.util.concurrent.Callable;
import java.util.concurrent.CancellationException;
import picocli.CommandLine.Command;
import picocli.CommandLine.Help.Ansi;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

/** Starts everything in one process and stays with it until it is asked to stop. */
@Command(
    name = "up",
    description =
        "Start it all: a broker, a database, the pipeline, the dashboard, and traffic to look at.",
    footer = {
      "",
      "Everything lives in .tidemark (see --home) and goes on where it was at the next start.",
      "With --kafka and --postgres it works on servers of your own."
    })
public final class Up implements Callable<Integer> {

  private static final Duration LOOK = Duration.ofSeconds(1);

  @Mixin UpOptions options;
  @Spec CommandSpec command;

  private final Ending ending = new Ending();

  @Override
  public Integer call() throws Exception {
    Home home = HomeOption.of(command);
    DiskSpace disk = new DiskSpace(home.directory());
    try (Parts parts = new Parts()) {
      parts.add(HomeLock.take(home));
      parts.add(home::withdraw);
      disk.demandToStart();
      Startup startup = new Startup(options, home, parts, ending);
      startup.demandPorts();
      LogFile.in(home.directory()).takeOver();
      Stopping.onSignal(ending::asked);
      start(startup, home);
      while (!ending.await(LOOK)) {
        if (disk.isTooSmallToGoOn()) {
          throw disk.full();
        }
      }
      out().println();
    } catch (CancellationException stopped) {
      out().println();
    }
    out().println("Stopped. It goes on from here at the next `tidemark up`.");
    return 0;
  }

  private void start(Startup startup, Home home) throws Exception {
    out().printf("Tidemark %s in %s%n", CommandLines.version(), home.directory());
    Ansi colours = command.commandLine().getColorScheme().ansi();
    StartList list = new StartList(out(), colours, ending);
    KafkaSettings kafka =
        list.start(
            "broker",
            startup::broker,
            up -> at(up.bootstrapServers(), options.hasOwnKafka(), "Kafka 3.9"));
    Postgres database =
        list.start(
            "database",
            startup::database,
            up -> at(up.url(), options.hasOwnPostgres(), "PostgreSQL 17"));
    Stores stores =
        list.start(
            "tables",
            () -> startup.stores(kafka, database),
            up -> "up to date, and the topic " + up.topic());
    Site site = list.start("dashboard", () -> startup.site(stores), Site::url);
    list.start("pipeline", () -> startup.pipeline(stores), Startup::said);
    if (options.hasDemo()) {
      list.start("traffic", () -> startup.traffic(stores), this::said);
    }
    startup.publish();
    site.freshPassword()
        .ifPresent(
            password ->
                out().println("\n  The password of the dashboard, shown this once: " + password));
    out().printf("%n  Open %s%n  Ctrl-C stops it.%n%n", site.url());
    out().flush();
    var unused = site.heart().listen(new StatusLine(out(), colours.enabled(), startup::unread));
  }

  private static String at(String address, boolean own, String embedded) {
    String where = address.replaceFirst("^jdbc:postgresql://", "").replaceFirst("\\?.*", "");
    return own ? "yours, at " + where : embedded + " in this process, at " + where;
  }

  private String said(LiveTraffic traffic) {
    return String.format(
        Locale.ROOT, "generated, about %,.0f events/s (--no-demo leaves it out)", options.rate());
  }

  private PrintWriter out() {
    return command.commandLine().getOut();
  }
}
