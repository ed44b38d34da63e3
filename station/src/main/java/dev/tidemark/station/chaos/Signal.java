package dev.tidemark.station.chaos;

import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/** What is sent to processes, to several of them with one stroke. */
enum Signal {
  KILL,
  STOP,
  CONT;

  /** Those that are gone already feel nothing. */
  void to(List<ProcessHandle> processes) throws IOException, InterruptedException {
    List<ProcessHandle> alive = processes.stream().filter(ProcessHandle::isAlive).toList();
    if (alive.isEmpty()) {
      return;
    }
    List<String> command = new ArrayList<>(List.of("kill", "-" + name()));
    alive.forEach(process -> command.add(Long.toString(process.pid())));
    int code = new ProcessBuilder(command).redirectErrorStream(true).start().waitFor();
    if (code != 0 && alive.stream().allMatch(ProcessHandle::isAlive)) {
      throw new IOException(String.join(" ", command) + " ended with " + code);
    }
    if (this == KILL) {
      alive.forEach(process -> process.onExit().join());
    }
  }

  /** Lets processes stand still for a while. */
  static void stall(List<ProcessHandle> processes, Duration time)
      throws IOException, InterruptedException {
    STOP.to(processes);
    try {
      Thread.sleep(time.toMillis());
    } finally {
      CONT.to(processes);
    }
  }
}
