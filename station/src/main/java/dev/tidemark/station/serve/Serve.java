package dev.tidemark.station.serve;

import dev.tidemark.run.EventOptions;
import dev.tidemark.run.Home;
import dev.tidemark.run.KafkaOptions;
import dev.tidemark.run.PostgresOptions;
import dev.tidemark.run.Stopping;
import dev.tidemark.run.Topics;
import dev.tidemark.run.UserError;
import dev.tidemark.run.flink.FlinkMaster;
import dev.tidemark.run.flink.FlinkRest;
import dev.tidemark.station.console.HomeOption;
import dev.tidemark.station.health.FlinkAccount;
import dev.tidemark.station.metrics.Engine;
import dev.tidemark.station.serve.Site.Stores;
import dev.tidemark.station.web.WebOptions;
import dev.tidemark.write.Migrations;
import java.sql.SQLException;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** Serves what browsers need, against a Kafka and a PostgreSQL that run already. */
@Command(
    name = "serve",
    description =
        "Take events from web sites and show the figures, against a Kafka and a PostgreSQL.")
public final class Serve implements Callable<Integer> {

  @Mixin KafkaOptions kafka;
  @Mixin PostgresOptions postgres;
  @Mixin EventOptions events;
  @Mixin WebOptions web;

  @Option(
      names = "--flinkMaster",
      paramLabel = "HOST:PORT",
      defaultValue = "${env:FLINK_MASTER}",
      description =
          "The web address of the Flink cluster that runs the stream, to show its state and"
              + " checkpoints (env FLINK_MASTER).")
  String flinkMaster;

  @Spec CommandSpec command;

  @Override
  public Integer call() throws SQLException, InterruptedException {
    CountDownLatch asked = new CountDownLatch(1);
    Stopping.onSignal(asked::countDown);
    Home home = HomeOption.of(command);
    ensureTopic();
    Stores stores = new Stores(kafka.settings(), kafka.topic(), postgres.database(command));
    Migrations.apply(stores.database());
    try (Site site = Site.start(web, home, stores, events, engine())) {
      announce(site);
      asked.await();
    }
    return 0;
  }

  private Engine engine() {
    if (flinkMaster == null) {
      return Engine.UNKNOWN;
    }
    String name = FlinkMaster.JOB_NAME + kafka.topic() + " ";
    FlinkRest rest = FlinkMaster.at(flinkMaster).rest();
    return Engine.cluster(
        new FlinkAccount(rest, "Flink at " + flinkMaster, job -> job.startsWith(name)));
  }

  private void ensureTopic() {
    if (!kafka.topic().matches("[a-zA-Z0-9._-]+")) {
      throw UserError.inUsage(
          "--topic=" + kafka.topic() + " is not one topic.",
          "Name the one that events from web sites go to.");
    }
    try (Topics topics = new Topics(kafka.settings())) {
      topics.ensure(kafka.topic());
    }
  }

  private void announce(Site site) {
    var out = command.commandLine().getOut();
    out.println("Serving at " + site.url());
    site.freshPassword()
        .ifPresent(password -> out.println("Password: " + password + "  (shown this once)"));
    out.flush();
  }
}
