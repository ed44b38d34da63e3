package dev.tidemark.aggregate;

import static org.hamcrest.MatcherAssert.assertThat;
import static org.hamcrest.Matchers.is;

import org.apache.beam.sdk.Pipeline;
import org.apache.beam.sdk.PipelineResult;
import org.apache.beam.sdk.metrics.MetricNameFilter;
import org.apache.beam.sdk.metrics.MetricsFilter;
import org.apache.beam.sdk.options.PipelineOptionsFactory;
import org.apache.beam.sdk.testing.PAssert;

/**
 * A pipeline on the DirectRunner, and the certainty that its assertions ran. Beam's own {@code
 * TestPipeline} is a rule of JUnit 4.
 */
final class CheckedPipeline {

  private CheckedPipeline() {}

  static Pipeline create() {
    return Pipeline.create(
        PipelineOptionsFactory.fromArgs("--runner=DirectRunner", "--targetParallelism=2").create());
  }

  static void run(Pipeline pipeline) {
    PipelineResult result = pipeline.run();
    result.waitUntilFinish();
    MetricsFilter successes =
        MetricsFilter.builder()
            .addNameFilter(MetricNameFilter.named(PAssert.class, PAssert.SUCCESS_COUNTER))
            .build();
    long held = 0;
    for (var counter : result.metrics().queryMetrics(successes).getCounters()) {
      held += counter.getAttempted();
    }
    assertThat("assertions that held", held, is((long) PAssert.countAsserts(pipeline)));
  }
}
