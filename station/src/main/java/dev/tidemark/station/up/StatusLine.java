package dev.tidemark.station.up;

import dev.tidemark.station.pulse.Pulse;
import java.io.PrintWriter;
import java.time.Duration;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.util.Locale;
import java.util.function.Consumer;
import java.util.function.IntSupplier;

/**
 * One line that says how the stream stands: written over on a terminal, once a minute elsewhere.
 */
final class StatusLine implements Consumer<Pulse> {

  private static final DateTimeFormatter CLOCK =
      DateTimeFormatter.ofPattern("HH:mm:ss").withZone(ZoneId.systemDefault());
  private static final Duration WITHOUT_TERMINAL = Duration.ofMinutes(1);

  private final PrintWriter out;
  private final boolean terminal;
  private final IntSupplier unread;
  private Pulse last;

  /**
   * @param unread how many partitions the stream does not read
   */
  StatusLine(PrintWriter out, boolean terminal, IntSupplier unread) {
    this.out = out;
    this.terminal = terminal;
    this.unread = unread;
  }

  @Override
  public void accept(Pulse pulse) {
    if (terminal) {
      out.print("\r\033[K" + of(pulse, unread.getAsInt()));
      out.flush();
    } else if (last == null || !pulse.at().isBefore(last.at().plus(WITHOUT_TERMINAL))) {
      last = pulse;
      out.println(of(pulse, unread.getAsInt()));
      out.flush();
    }
  }

  /** The same, with partitions that were added since the stream began. */
  static String of(Pulse pulse, int unread) {
    String line = of(pulse);
    return unread == 0
        ? line
        : "%s  ! %d new partition%s not read until a restart"
            .formatted(line, unread, unread == 1 ? "" : "s");
  }

  static String of(Pulse pulse) {
    String line =
        String.format(
            Locale.ROOT,
            "%s  in %,.0f/s  counted %,.0f/s  watermark %s  dead %,d  late %,d  lag %,d",
            CLOCK.format(pulse.at()),
            pulse.eventsPerSecond(),
            pulse.countedPerSecond(),
            pulse
                .behind()
                .map(behind -> CLOCK.format(pulse.watermark()) + " (" + said(behind) + " behind)")
                .orElse("none yet"),
            pulse.dead(),
            pulse.late(),
            pulse.lag());
    return pulse.trouble().map(trouble -> line + "  ! " + trouble).orElse(line);
  }

  private static String said(Duration time) {
    if (time.toMinutes() < 2) {
      return time.toSeconds() + " s";
    }
    return time.toHours() < 2 ? time.toMinutes() + " min" : time.toHours() + " h";
  }
}
