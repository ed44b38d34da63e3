package dev.tidemark.bench;

import dev.tidemark.event.Field;
import dev.tidemark.parse.EventParser;
import dev.tidemark.parse.FieldMap;
import dev.tidemark.parse.Limits;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.TimeUnit;
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
import org.openjdk.jmh.annotations.Warmup;

/** How many records a second one thread parses, from one buffer as a Kafka fetch leaves them. */
@State(Scope.Thread)
@BenchmarkMode(Mode.Throughput)
@OutputTimeUnit(TimeUnit.SECONDS)
@Fork(3)
@Warmup(iterations = 3, time = 1)
@Measurement(iterations = 5, time = 1)
public class ParseBenchmark {
  private static final int RECORDS = 10_000;

  private final EventParser parser = new EventParser(FieldMap.standard(), Limits.DEFAULT);

  private final EventParser mapped =
      new EventParser(FieldMap.standard().with("url=request.uri"), Limits.DEFAULT);

  private Batch plain;
  private Batch unknown;
  private Batch escaped;
  private Batch headed;

  @Setup
  public void fill() {
    plain = new Batch("");
    unknown = new Batch("\"campaign\":\"spring\",\"ab\":{\"test\":7,\"arm\":\"b\"},");
    escaped = new Batch("\"product_id\":\"\\u00fcber\\/gro\\u00df \\ud83d\\ude00\",");
    headed =
        new Batch(
            "\"headers\":{\"Host\":\"www.example.com\",\"Accept\":\"*/*\","
                + "\"Accept-Language\":\"en\"},\"properties\":{\"a\":1},");
  }

  /** Events with known fields only. */
  @Benchmark
  @OperationsPerInvocation(RECORDS)
  public long parse() {
    return plain.parse(parser);
  }

  /** Events with a path of the user's own that none of them takes. */
  @Benchmark
  @OperationsPerInvocation(RECORDS)
  public long parseMapped() {
    return plain.parse(mapped);
  }

  /** Events with unknown fields, which are gathered in properties. */
  @Benchmark
  @OperationsPerInvocation(RECORDS)
  public long parseUnknown() {
    return unknown.parse(parser);
  }

  /** Events with a field in escapes. */
  @Benchmark
  @OperationsPerInvocation(RECORDS)
  public long parseEscaped() {
    return escaped.parse(parser);
  }

  /** Events with headers, which name the host, and properties. */
  @Benchmark
  @OperationsPerInvocation(RECORDS)
  public long parseHeaders() {
    return headed.parse(parser);
  }

  /** Records one behind the other. */
  private static final class Batch {
    private final int[] bounds = new int[RECORDS + 1];
    private final byte[] bytes;

    Batch(String members) {
      ByteArrayOutputStream buffer = new ByteArrayOutputStream();
      byte[] more = members.getBytes(StandardCharsets.UTF_8);
      byte[][] events = SampleEvents.of(1, RECORDS);
      for (int i = 0; i < RECORDS; i++) {
        buffer.write('{');
        buffer.write(more, 0, more.length);
        buffer.write(events[i], 1, events[i].length - 1);
        bounds[i + 1] = buffer.size();
      }
      bytes = buffer.toByteArray();
    }

    /** A figure that depends on every record, so that none can be left out. */
    long parse(EventParser parser) {
      long sum = 0;
      for (int i = 0; i < RECORDS; i++) {
        if (!parser.parse(bytes, bounds[i], bounds[i + 1], SampleEvents.START_MILLIS)) {
          throw new IllegalStateException(parser.detail());
        }
        sum += parser.eventMicros() + parser.length(Field.URL);
      }
      return sum;
    }
  }
}
