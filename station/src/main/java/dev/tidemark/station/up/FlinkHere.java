package dev.tidemark.station.up;

import dev.tidemark.run.EngineOptions;
import dev.tidemark.run.TrafficJob;
import dev.tidemark.run.flink.FlinkRest;
import dev.tidemark.station.health.FlinkAccount;
import java.io.IOException;
import java.net.URI;
import java.sql.SQLException;
import java.util.Optional;
import org.apache.beam.sdk.PipelineResult;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The stream on Flink in this process, and what Flink says of it. */
final class FlinkHere implements AutoCloseable {

  private static final Logger log = LoggerFactory.getLogger(FlinkHere.class);
  private static final String RUNNER = "Flink 1.19 in this process";

  private final PipelineResult result;
  private final FlinkAccount account;
  private volatile boolean closed;

  private FlinkHere(PipelineResult result, FlinkAccount account) {
    this.result = result;
    this.account = account;
  }

  /** Beam's options for Flink in this process, with these settings. */
  static EngineOptions engine(FlinkSettings settings, int parallelism) throws IOException {
    return EngineOptions.of("FlinkRunner", settings.write(parallelism));
  }

  /** Starts the stream; returns when Flink has accepted it. */
  static FlinkHere start(TrafficJob stream, int restPort) throws SQLException {
    PipelineResult result = stream.stream();
    FlinkRest rest = new FlinkRest(URI.create("http://127.0.0.1:" + restPort));
    return new FlinkHere(result, new FlinkAccount(rest, RUNNER, name -> true));
  }

  /** Waits until the stream ends; tells how it did when nobody here has ended it. */
  Optional<String> await() {
    String end;
    try {
      end = result.waitUntilFinish().name();
    } catch (IllegalStateException gone) {
      log.debug("Flink went with its job", gone);
      end = PipelineResult.State.FAILED.name();
    }
    return closed ? Optional.empty() : Optional.of(end);
  }

  /** What Flink says of the stream. */
  FlinkAccount account() {
    return account;
  }

  /**
   * Ends the stream; what it counted since its last checkpoint is counted again at the next start.
   */
  @Override
  public void close() throws IOException {
    closed = true;
    result.cancel();
  }
}
