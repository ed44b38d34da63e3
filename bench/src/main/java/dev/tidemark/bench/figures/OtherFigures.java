package dev.tidemark.bench.figures;

import dev.tidemark.bench.race.Course;
import dev.tidemark.read.KafkaSettings;
import dev.tidemark.run.EngineOptions;
import dev.tidemark.run.EventOptions;
import dev.tidemark.run.ResultOptions;
import dev.tidemark.run.TrafficJob;
import dev.tidemark.write.Postgres;
import java.util.List;
import java.util.Map;
import picocli.CommandLine;
import picocli.CommandLine.Mixin;

/**
 * {@code tidemark run} on Flink, with figures that its options do not know. Started with the
 * engine's jar on the class path.
 */
public final class OtherFigures {

  /** Those of the product, with what is theirs by default. */
  private static final class Options {
    @Mixin final EventOptions events = new EventOptions();
    @Mixin final ResultOptions results = new ResultOptions();
  }

  private OtherFigures() {}

  public static void main(String[] args) throws Exception {
    Course course = Course.of(System.getenv());
    Options options = new Options();
    new CommandLine(options)
        .setCaseInsensitiveEnumValuesAllowed(true)
        .parseArgs("--outputs=metrics");
    options.results.know(Figures.valueOf(args[0]).metrics());
    TrafficJob job =
        TrafficJob.prepare(
            EngineOptions.of("FlinkRunner", List.of()),
            new KafkaSettings(course.kafka(), "bench", Map.of()),
            course.topic(),
            options.events,
            options.results,
            Postgres.at(course.jdbc(), course.user(), course.password()));
    job.stream().waitUntilFinish();
  }
}
