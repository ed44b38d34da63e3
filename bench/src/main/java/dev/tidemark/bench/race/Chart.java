package dev.tidemark.bench.race;

import java.util.List;
import java.util.function.ToDoubleFunction;

/** The standings as a drawing: medians, and what the curve over keys took of memory and disk. */
final class Chart {

  private static final double MIB = 1 << 20;

  private final Standings standings;

  Chart(Standings standings) {
    this.standings = standings;
  }

  /** The drawing; whoever has no figure is not drawn. */
  String svg() {
    Bars drawing = new Bars("Events a second by contender");
    for (Job job : standings.jobs()) {
      List<Standing> counted = standings.of(job).stream().filter(Standing::counts).toList();
      drawing.panel(
          "Job " + job.label() + ", events a second: median, slowest to fastest",
          counted.stream().map(Chart::speed).toList());
      if (job == Job.KEYS) {
        drawing.panel("Peak of memory by keys, MiB", most(counted, Standing::peakBytes));
        drawing.panel("Largest checkpoint by keys, MiB", most(counted, Standing::checkpointBytes));
      }
    }
    return drawing.svg();
  }

  private static Bars.Bar speed(Standing standing) {
    return new Bars.Bar(
        standing.contender().name(),
        standing.median(),
        standing.slowest(),
        standing.fastest(),
        isOwn(standing));
  }

  private static List<Bars.Bar> most(List<Standing> counted, ToDoubleFunction<Standing> bytes) {
    return counted.stream()
        .map(
            standing ->
                new Bars.Bar(
                    standing.contender().name(),
                    bytes.applyAsDouble(standing) / MIB,
                    isOwn(standing)))
        .toList();
  }

  private static boolean isOwn(Standing standing) {
    return standing.contender().name().startsWith("tidemark");
  }
}
