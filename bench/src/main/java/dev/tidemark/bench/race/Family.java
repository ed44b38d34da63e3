package dev.tidemark.bench.race;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * The processes of one lap. They are known by a mark in their environment, which children inherit:
 * so one whose parent is gone belongs to it still.
 */
final class Family {

  static final String MARK = "BENCH_LAP";

  private static final Path PROC = Path.of("/proc");

  private final String mark;

  Family(String mark) {
    this.mark = mark;
  }

  /** Those that live now. */
  List<ProcessHandle> members() {
    try (Stream<Path> processes = Files.list(PROC)) {
      return processes
          .filter(process -> process.getFileName().toString().matches("\\d+"))
          .filter(process -> ProcFiles.hasVariable(read(process, "environ"), MARK, mark))
          .map(process -> Long.parseLong(process.getFileName().toString()))
          .map(ProcessHandle::of)
          .flatMap(Optional::stream)
          .filter(ProcessHandle::isAlive)
          .toList();
    } catch (IOException e) {
      throw new UncheckedIOException("Without " + PROC + " nothing can be measured", e);
    }
  }

  /** What they take at this moment, and took so far. */
  Effort effort() {
    return members().stream()
        .map(member -> PROC.resolve(String.valueOf(member.pid())))
        .map(process -> effort(read(process, "stat"), read(process, "status")))
        .reduce(Effort.NONE, Effort::and);
  }

  private static Effort effort(String stat, String status) {
    return stat.isEmpty()
        ? Effort.NONE
        : new Effort(ProcFiles.cpuSeconds(stat), ProcFiles.residentBytes(status), 0);
  }

  /** Nothing for a process that has ended meanwhile, or is somebody else's. */
  private static String read(Path process, String file) {
    try {
      return Files.readString(process.resolve(file), ISO_8859_1);
    } catch (IOException gone) {
      return "";
    }
  }
}
