package dev.tidemark.bench.race;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** Where a race was run. */
record Machine(String processor, int cores, long memoryMebibytes, String system, String java) {

  static Machine own() {
    return new Machine(
        value("/proc/cpuinfo", "model name"),
        Runtime.getRuntime().availableProcessors(),
        mebibytes(value("/proc/meminfo", "MemTotal")),
        System.getProperty("os.name") + " " + System.getProperty("os.arch"),
        System.getProperty("java.version"));
  }

  @Override
  public String toString() {
    return "%s, %d cores, %d MiB, %s, Java %s"
        .formatted(processor, cores, memoryMebibytes, system, java);
  }

  private static long mebibytes(String kibibytes) {
    return Long.parseLong("0" + kibibytes.replaceAll("\\D", "")) >> 10;
  }

  /** What stands behind the name and a colon. */
  private static String value(String file, String name) {
    try {
      return Files.readAllLines(Path.of(file)).stream()
          .filter(line -> line.startsWith(name))
          .findFirst()
          .map(line -> line.substring(line.indexOf(':') + 1).strip())
          .orElse("");
    } catch (IOException untold) {
      return "";
    }
  }
}
