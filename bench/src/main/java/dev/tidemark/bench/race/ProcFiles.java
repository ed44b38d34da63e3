package dev.tidemark.bench.race;

import java.util.List;

/** Reads what Linux tells of a process in {@code /proc}. */
final class ProcFiles {

  /** The unit of times in {@code /proc}, whatever the kernel's own is. */
  private static final double TICKS_A_SECOND = 100;

  /** Places in {@code stat} after the command, which may hold spaces and brackets. */
  private static final List<Integer> TIMES = List.of(11, 12, 13, 14);

  private ProcFiles() {}

  /** Seconds of processor time in {@code stat}, those of children that have ended included. */
  static double cpuSeconds(String stat) {
    String[] fields = stat.substring(stat.lastIndexOf(')') + 2).strip().split(" ", -1);
    return TIMES.stream().mapToLong(place -> Long.parseLong(fields[place])).sum() / TICKS_A_SECOND;
  }

  /** Resident memory in {@code status}; a process that is ending has none. */
  static long residentBytes(String status) {
    return status
        .lines()
        .filter(line -> line.startsWith("VmRSS:"))
        .mapToLong(line -> Long.parseLong(line.replaceAll("\\D", "")) << 10)
        .findFirst()
        .orElse(0);
  }

  /** Whether a variable stands in {@code environ} with this value. */
  static boolean hasVariable(String environ, String name, String value) {
    return ("\0" + environ + "\0").contains("\0" + name + "=" + value + "\0");
  }
}
