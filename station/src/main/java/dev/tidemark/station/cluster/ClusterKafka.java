package dev.tidemark.station.cluster;

import dev.tidemark.run.UserError;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** Starts a Kafka cluster and stays with it. */
@Command(
    name = "kafka",
    description = "Start a Kafka 3.9 cluster with three copies of every record, and a password.",
    footer = {
      "",
      "A broker that dies is started again.",
      "Other commands reach it with --kafka=… --kafkaConfig=FILE, which it prints."
    })
public final class ClusterKafka implements Callable<Integer> {

  @Spec CommandSpec command;

  @Option(
      names = "--brokers",
      paramLabel = "N",
      defaultValue = "3",
      description = "How many brokers (default ${DEFAULT-VALUE}).")
  int brokers;

  @Option(
      names = "--port",
      paramLabel = "PORT",
      defaultValue = "29092",
      description =
          "The port of the first broker; the others follow (default ${DEFAULT-VALUE}; 0: any).")
  int port;

  @Override
  public Integer call() throws Exception {
    if (brokers < 1) {
      throw UserError.inUsage("A cluster has at least one broker.", "Leave --brokers out for 3.");
    }
    Path home = ClusterHome.of(command, "kafka");
    try (KafkaCluster cluster = KafkaCluster.in(home, brokers, port)) {
      Foreground foreground = new Foreground(command, "A Kafka cluster in " + home);
      return foreground.run(
          list -> list.start("brokers", cluster::start, cluster.bootstrapServers()),
          cluster.brokers(),
          "tidemark run --kafka=%s --kafkaConfig=%s …"
              .formatted(cluster.bootstrapServers(), cluster.clientFile()));
    }
  }
}
