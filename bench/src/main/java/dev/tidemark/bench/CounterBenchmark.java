package dev.tidemark.bench;

import dev.tidemark.event.PipelineCounter;
import java.util.concurrent.TimeUnit;
import org.apache.beam.runners.core.metrics.MetricsContainerImpl;
import org.apache.beam.sdk.metrics.Counter;
import org.apache.beam.sdk.metrics.Metrics;
import org.apache.beam.sdk.metrics.MetricsEnvironment;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OperationsPerInvocation;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;
import org.openjdk.jmh.annotations.Warmup;
import org.openjdk.jmh.infra.Blackhole;

/** What a counter of Beam's costs a record: asked for each, kept, or told once a block as here. */
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@Fork(1)
@Warmup(iterations = 3, time = 1)
@Measurement(iterations = 5, time = 1)
public class CounterBenchmark {
  private static final int BLOCK = 500;

  private final Counter kept = counter("kept");

  private static Counter counter(String name) {
    return Metrics.counter(PipelineCounter.NAMESPACE, name);
  }

  /** As a runner does it around a bundle. */
  @Setup
  public void enter() {
    MetricsEnvironment.setCurrentContainer(new MetricsContainerImpl("step"));
  }

  @TearDown
  public void leave() {
    MetricsEnvironment.setCurrentContainer(null);
  }

  /** No counter at all. */
  @Benchmark
  @OperationsPerInvocation(BLOCK)
  public void none(Blackhole hole) {
    for (int record = 0; record < BLOCK; record++) {
      hole.consume(record);
    }
  }

  /** One counter, made for each record. */
  @Benchmark
  @OperationsPerInvocation(BLOCK)
  public void madeForEachRecord(Blackhole hole) {
    for (int record = 0; record < BLOCK; record++) {
      hole.consume(record);
      counter("made").inc();
    }
  }

  /** One counter, kept in a field and raised for each record. */
  @Benchmark
  @OperationsPerInvocation(BLOCK)
  public void raisedForEachRecord(Blackhole hole) {
    for (int record = 0; record < BLOCK; record++) {
      hole.consume(record);
      kept.inc();
    }
  }

  /** All that a block raises in the graph: fourteen counters, once for its records. */
  @Benchmark
  @OperationsPerInvocation(BLOCK)
  public void fourteenOnceForABlock(Blackhole hole) {
    long seen = 0;
    for (int record = 0; record < BLOCK; record++) {
      hole.consume(record);
      seen++;
    }
    for (int i = 0; i < 14; i++) {
      counter(PipelineCounter.values()[i].counterName()).inc(seen);
    }
  }
}
