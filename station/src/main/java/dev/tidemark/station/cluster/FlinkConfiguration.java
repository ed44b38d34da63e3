package dev.tidemark.station.cluster;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.apache.flink.configuration.Configuration;
import org.apache.flink.configuration.GlobalConfiguration;
import org.apache.flink.configuration.JobManagerOptions;
import org.apache.flink.runtime.clusterframework.TaskExecutorProcessSpec;
import org.apache.flink.runtime.clusterframework.TaskExecutorProcessUtils;
import org.apache.flink.runtime.entrypoint.StandaloneSessionClusterEntrypoint;
import org.apache.flink.runtime.jobmanager.JobManagerProcessSpec;
import org.apache.flink.runtime.jobmanager.JobManagerProcessUtils;
import org.apache.flink.runtime.taskexecutor.TaskManagerRunner;
import org.apache.flink.runtime.util.config.memory.ProcessMemoryUtils;
import org.apache.flink.runtime.zookeeper.FlinkZooKeeperQuorumPeer;

/** What the processes of a Flink cluster are told, as files in its home and as arguments. */
record FlinkConfiguration(
    Path home, String classPath, int slots, int restPort, int zooKeeperPort, Configuration read) {

  static FlinkConfiguration write(
      Path home, String classPath, int slots, int restPort, int zooKeeperPort, String metricsPorts)
      throws IOException {
    Path directory = Files.createDirectories(home.resolve("conf"));
    for (String needed : List.of("tmp", "zookeeper", "checkpoints", "savepoints", "ha")) {
      Files.createDirectories(home.resolve(needed));
    }
    List<String> settings = new ArrayList<>(flink(home, slots, restPort, zooKeeperPort));
    if (metricsPorts != null) {
      settings.add(
          "metrics.reporter.prom.factory.class:"
              + " org.apache.flink.metrics.prometheus.PrometheusReporterFactory");
      settings.add("metrics.reporter.prom.port: " + metricsPorts);
    }
    Path further = home.resolve("flink.yaml");
    if (Files.exists(further)) {
      settings.addAll(Files.readAllLines(further));
    }
    Files.write(directory.resolve("flink-conf.yaml"), settings);
    Files.write(directory.resolve("zoo.cfg"), zooKeeper(home, zooKeeperPort));
    Configuration read = GlobalConfiguration.loadConfiguration(directory.toString());
    return new FlinkConfiguration(home, classPath, slots, restPort, zooKeeperPort, read);
  }

  private static List<String> flink(Path home, int slots, int restPort, int zooKeeperPort) {
    return List.of(
        "rest.address: 127.0.0.1",
        "rest.bind-address: 127.0.0.1",
        "rest.port: " + restPort,
        "jobmanager.rpc.address: 127.0.0.1",
        "jobmanager.bind-host: 127.0.0.1",
        "taskmanager.host: 127.0.0.1",
        "taskmanager.bind-host: 127.0.0.1",
        "taskmanager.numberOfTaskSlots: " + slots,
        "jobmanager.memory.heap.size: 384m",
        // The classes of every job that was ever submitted stay for a while, and what they hold:
        // 256 MB of classes ran out, and 768 MB of heap at the sixth job.
        "jobmanager.memory.jvm-metaspace.size: 1g",
        "taskmanager.memory.jvm-metaspace.size: 1g",
        "taskmanager.memory.task.heap.size: 1536m",
        "taskmanager.memory.managed.size: 128m",
        "taskmanager.memory.network.min: 64m",
        "taskmanager.memory.network.max: 64m",
        "high-availability.type: zookeeper",
        "high-availability.zookeeper.quorum: 127.0.0.1:" + zooKeeperPort,
        // A busy machine must not look like a dead job manager.
        "high-availability.zookeeper.client.session-timeout: 20000",
        "high-availability.storageDir: " + home.resolve("ha").toUri(),
        "state.checkpoints.dir: " + home.resolve("checkpoints").toUri(),
        "state.savepoints.dir: " + home.resolve("savepoints").toUri(),
        "state.checkpoints.num-retained: 2",
        "execution.checkpointing.tolerable-failed-checkpoints: 100000",
        // A database or broker that is away for a while is waited for, not given up on.
        "restart-strategy.type: exponential-delay",
        "restart-strategy.exponential-delay.initial-backoff: 1 s",
        "restart-strategy.exponential-delay.max-backoff: 20 s",
        // Everything is on one machine: who is silent for long is dead.
        "heartbeat.interval: 3000",
        "heartbeat.timeout: 20000",
        "io.tmp.dirs: " + home.resolve("tmp"));
  }

  private static List<String> zooKeeper(Path home, int port) {
    return List.of(
        "dataDir=" + home.resolve("zookeeper"),
        "clientPort=" + port,
        "clientPortAddress=127.0.0.1",
        "tickTime=2000",
        "maxClientCnxns=100",
        "admin.enableServer=false");
  }

  Path checkpoints() {
    return home.resolve("checkpoints");
  }

  JavaProgram zooKeeper() {
    return new JavaProgram(
        classPath,
        options("zookeeper", "-Xmx96m"),
        FlinkZooKeeperQuorumPeer.class.getName(),
        List.of("--zkConfigFile", directory().resolve("zoo.cfg").toString(), "--peerId", "1"));
  }

  JavaProgram jobManager() {
    JobManagerProcessSpec memory =
        JobManagerProcessUtils.processSpecFromConfigWithNewOptionToInterpretLegacyHeap(
            read, JobManagerOptions.JVM_HEAP_MEMORY);
    return flink(
        "jobmanager",
        StandaloneSessionClusterEntrypoint.class,
        JobManagerProcessUtils.generateJvmParametersStr(memory, read),
        JobManagerProcessUtils.generateDynamicConfigsStr(memory));
  }

  JavaProgram taskManager(String name) {
    TaskExecutorProcessSpec memory = TaskExecutorProcessUtils.processSpecFromConfig(read);
    return flink(
        name,
        TaskManagerRunner.class,
        ProcessMemoryUtils.generateJvmParametersStr(memory),
        TaskExecutorProcessUtils.generateDynamicConfigsStr(memory));
  }

  private JavaProgram flink(String name, Class<?> main, String memory, String settings) {
    List<String> arguments = new ArrayList<>(List.of("--configDir", directory().toString()));
    arguments.addAll(words(settings));
    return new JavaProgram(
        classPath, options(name, words(memory).toArray(String[]::new)), main.getName(), arguments);
  }

  /** The log file is named so that the web interface can show it. */
  private List<String> options(String name, String... memory) {
    List<String> options = new ArrayList<>(Arrays.asList(memory));
    options.add("-Dtidemark.log.engine=info");
    options.add("-Dlog.file=" + home.resolve("logs").resolve(name + ".log"));
    options.add("-Dzookeeper.admin.enableServer=false");
    return options;
  }

  private static List<String> words(String text) {
    return Arrays.asList(text.strip().split("\\s+"));
  }

  private Path directory() {
    return home.resolve("conf");
  }
}
