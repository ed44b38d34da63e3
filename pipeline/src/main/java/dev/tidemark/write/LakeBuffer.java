package dev.tidemark.write;

import dev.tidemark.event.EnrichedView;
import dev.tidemark.event.PageView;
import dev.tidemark.event.Views;
import dev.tidemark.write.LakeFiles.Drawer;
import java.io.IOException;
import java.time.Instant;
import java.time.LocalDate;
import java.time.temporal.ChronoUnit;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/** Events that wait to become files of a lake; when they get too many, the largest goes first. */
final class LakeBuffer {
  private static final long MICROS_A_DAY = TimeUnit.DAYS.toMicros(1);

  private final LakeFiles files;
  private final long mostBytes;
  private final Map<Drawer, Waiting> waiting = new LinkedHashMap<>();
  private long bytes;

  private static final class Waiting {
    private final Rows rows = new Rows(ProcessedEvents.TABLE);
    private long bytes;
  }

  LakeBuffer(LakeFiles files, long mostBytes) {
    this.files = files;
    this.mostBytes = mostBytes;
  }

  void add(Views views) throws IOException {
    long now = ChronoUnit.MICROS.between(Instant.EPOCH, Instant.now());
    for (EnrichedView view : views.views()) {
      Waiting drawer = waiting.computeIfAbsent(drawer(view.view()), none -> new Waiting());
      ProcessedEvents.add(drawer.rows, view, now);
      long weight = drawer.rows.weight(drawer.rows.size() - 1);
      drawer.bytes += weight;
      bytes += weight;
      while (bytes > mostBytes) {
        write(largest());
      }
    }
  }

  void writeAll() throws IOException {
    while (!waiting.isEmpty()) {
      write(waiting.keySet().iterator().next());
    }
  }

  private void write(Drawer drawer) throws IOException {
    Waiting written = waiting.get(drawer);
    files.write(drawer, written.rows);
    waiting.remove(drawer);
    bytes -= written.bytes;
  }

  private Drawer largest() {
    return waiting.entrySet().stream()
        .max(Map.Entry.comparingByValue((a, b) -> Long.compare(a.bytes, b.bytes)))
        .orElseThrow()
        .getKey();
  }

  private static Drawer drawer(PageView view) {
    LocalDate day = LocalDate.ofEpochDay(Math.floorDiv(view.eventMicros(), MICROS_A_DAY));
    return new Drawer(view.topic(), view.partition(), day);
  }
}
