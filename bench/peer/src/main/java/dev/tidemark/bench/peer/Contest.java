package dev.tidemark.bench.peer;

import java.io.Serializable;

/** What the harness tells a contender, by its environment. */
public record Contest(
    String kafka,
    String topic,
    int partitions,
    int parallelism,
    String jdbc,
    String jdbcUser,
    String jdbcPassword,
    String work)
    implements Serializable {

  public static Contest fromEnvironment() {
    return new Contest(
        of("BENCH_KAFKA"),
        of("BENCH_TOPIC"),
        Integer.parseInt(of("BENCH_PARTITIONS")),
        Integer.parseInt(of("BENCH_PARALLELISM")),
        of("BENCH_JDBC"),
        of("BENCH_JDBC_USER"),
        of("BENCH_JDBC_PASSWORD"),
        of("BENCH_WORK"));
  }

  private static String of(String name) {
    String value = System.getenv(name);
    if (value == null) {
      throw new IllegalStateException("The variable " + name + " is not set");
    }
    return value;
  }
}
