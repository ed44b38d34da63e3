package dev.tidemark.bench.race;

import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;

/** Where a contender reads, where it writes, and where the counted events end. */
public record Course(
    String kafka,
    String topic,
    int partitions,
    int parallelism,
    String jdbc,
    String user,
    String password,
    Path work,
    long endMillis) {

  /** What a child process was told. */
  public static Course of(Map<String, String> environment) {
    return new Course(
        environment.get("BENCH_KAFKA"),
        environment.get("BENCH_TOPIC"),
        Integer.parseInt(environment.get("BENCH_PARTITIONS")),
        Integer.parseInt(environment.get("BENCH_PARALLELISM")),
        environment.get("BENCH_JDBC"),
        environment.get("BENCH_JDBC_USER"),
        environment.get("BENCH_JDBC_PASSWORD"),
        Path.of(environment.get("BENCH_WORK")),
        Long.parseLong(environment.get("BENCH_END_MILLIS")));
  }

  /** The same as a child process is told. */
  Map<String, String> environment() {
    Map<String, String> environment = new LinkedHashMap<>();
    environment.put("BENCH_KAFKA", kafka);
    environment.put("BENCH_TOPIC", topic);
    environment.put("BENCH_PARTITIONS", String.valueOf(partitions));
    environment.put("BENCH_PARALLELISM", String.valueOf(parallelism));
    environment.put("BENCH_JDBC", jdbc);
    environment.put("BENCH_JDBC_USER", user);
    environment.put("BENCH_JDBC_PASSWORD", password);
    environment.put("BENCH_WORK", work.toString());
    environment.put("BENCH_END_MILLIS", String.valueOf(endMillis));
    // Spark shall not depend on what the host's name resolves to.
    environment.put("SPARK_LOCAL_IP", "127.0.0.1");
    return environment;
  }
}
