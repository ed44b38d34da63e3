package dev.tidemark.station.up;

import dev.tidemark.read.KafkaSettings;
import dev.tidemark.run.EventOptions;
import dev.tidemark.run.KafkaOptions;
import dev.tidemark.run.PostgresOptions;
import dev.tidemark.run.ResultOptions;
import dev.tidemark.run.UserError;
import dev.tidemark.station.web.WebOptions;
import dev.tidemark.write.Postgres;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** What {@code up} can be told. */
final class UpOptions {

  @Mixin private KafkaOptions kafka;
  @Mixin private PostgresOptions postgres;
  @Mixin private EventOptions events;
  @Mixin private ResultOptions results;
  @Mixin private WebOptions web;

  @Spec(Spec.Target.MIXEE)
  private CommandSpec command;

  @Option(
      names = "--kafkaPort",
      paramLabel = "PORT",
      defaultValue = "19092",
      description = "The port of the embedded broker (default ${DEFAULT-VALUE}; 0: any).")
  private int kafkaPort;

  @Option(
      names = "--postgresPort",
      paramLabel = "PORT",
      defaultValue = "15432",
      description = "The port of the embedded database (default ${DEFAULT-VALUE}; 0: any).")
  private int postgresPort;

  @Option(
      names = "--partitions",
      paramLabel = "N",
      defaultValue = "4",
      description = "The partitions of the topic when it is made (default ${DEFAULT-VALUE}).")
  private int partitions;

  @Option(
      names = "--no-demo",
      description = "Leave the generated traffic out; with --kafka there is none anyway.")
  private boolean withoutDemo;

  @Option(
      names = "--rate",
      paramLabel = "N",
      defaultValue = "5",
      description = "Generated events a second, on average (default ${DEFAULT-VALUE}).")
  private double rate;

  @Option(
      names = "--steady",
      description = "Generate at the same rate at all times: no nights, no weekends, no stories.")
  private boolean steady;

  /** Whether a Kafka is named that runs already. */
  boolean hasOwnKafka() {
    return isGiven("--kafka", "KAFKA_URL");
  }

  /** Whether a PostgreSQL is named that runs already. */
  boolean hasOwnPostgres() {
    return isGiven("--postgres", "POSTGRES_URL");
  }

  private boolean isGiven(String option, String variable) {
    return command.commandLine().getParseResult().hasMatchedOption(option)
        || System.getenv(variable) != null;
  }

  KafkaSettings kafka() {
    return kafka.settings();
  }

  /** One topic: a pattern cannot be made, nor can the demo or the intake write to it. */
  String topic() {
    if (!kafka.topic().matches("[a-zA-Z0-9._-]+")) {
      throw UserError.inUsage(
          "--topic=" + kafka.topic() + " is not one topic.",
          "Name one; `tidemark run` counts several.");
    }
    return kafka.topic();
  }

  Postgres postgres() {
    return postgres.database(command);
  }

  EventOptions events() {
    return events;
  }

  ResultOptions results() {
    return results;
  }

  WebOptions web() {
    return web;
  }

  void demandWebPort() {
    if (web.bindAddress().isLoopbackAddress()) {
      Ports.demand(web.port(), "the dashboard", "--port");
    }
  }

  int kafkaPort() {
    return kafkaPort;
  }

  int postgresPort() {
    return postgresPort;
  }

  int partitions() {
    return partitions;
  }

  /** Nobody wants made-up visitors in a topic of his own. */
  boolean hasDemo() {
    return !withoutDemo && !hasOwnKafka();
  }

  boolean isSteady() {
    return steady;
  }

  double rate() {
    return rate;
  }
}
