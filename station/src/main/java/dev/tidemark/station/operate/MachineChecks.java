package dev.tidemark.station.operate;

import com.sun.management.UnixOperatingSystemMXBean;
import dev.tidemark.run.Home;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** Looks at the machine: Java, memory, disk, open files. */
final class MachineChecks {

  private static final long GIGABYTE = 1_000_000_000L;
  private static final long SMALLEST_HEAP = 500_000_000L;
  private static final long FEWEST_FILES = 4_096;

  private MachineChecks() {}

  static List<Check> of(Home home) {
    List<Check> checks = new ArrayList<>();
    checks.add(java(Runtime.version().feature()));
    long heap = Runtime.getRuntime().maxMemory();
    checks.add(
        Check.doubtful(
                "Memory",
                TextTable.bytes(heap) + " of heap at most",
                "Give more with TIDEMARK_JAVA_OPTS=-Xmx2g.")
            .unless(heap >= SMALLEST_HEAP));
    checks.add(disk(home.directory()));
    if (ManagementFactory.getOperatingSystemMXBean() instanceof UnixOperatingSystemMXBean unix) {
      long files = unix.getMaxFileDescriptorCount();
      checks.add(
          Check.doubtful(
                  "Open files",
                  files + " at most",
                  "Raise the limit: ulimit -n 65536, or LimitNOFILE.")
              .unless(files >= FEWEST_FILES));
    }
    return checks;
  }

  static Check java(int version) {
    String finding = "version " + System.getProperty("java.version");
    if (version < 17) {
      return Check.wrong("Java", finding, "Install Java 17 and set JAVA_HOME.");
    }
    return Check.doubtful("Java", finding, "Spark 3.5 does not run on it: use Java 17 there.")
        .unless(version <= 21);
  }

  private static Check disk(Path home) {
    Path there = home.toAbsolutePath();
    while (!Files.exists(there)) {
      there = there.getParent();
    }
    try {
      long free = Files.getFileStore(there).getUsableSpace();
      String finding = TextTable.bytes(free) + " free at " + there;
      String remedy = "Make room, or name another --home: a full disk stops broker and database.";
      return free < GIGABYTE / 5
          ? Check.wrong("Disk", finding, remedy)
          : Check.doubtful("Disk", finding, remedy).unless(free >= 5 * GIGABYTE);
    } catch (IOException unknown) {
      return Check.doubtful("Disk", "unknown: " + unknown.getMessage(), "Look with df.");
    }
  }
}
