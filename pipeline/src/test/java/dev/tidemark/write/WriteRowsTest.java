package dev.tidemark.write;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.hamcrest.MatcherAssert.assertThat;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.is;

import dev.tidemark.enrich.SetAsideCoders;
import dev.tidemark.event.DeadLetter;
import dev.tidemark.event.Failure;
import dev.tidemark.event.LateEvent;
import dev.tidemark.servers.Database;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.apache.beam.sdk.Pipeline;
import org.apache.beam.sdk.PipelineResult;
import org.apache.beam.sdk.testing.PAssert;
import org.apache.beam.sdk.transforms.Create;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** A row that PostgreSQL refuses, on its way through the graph. */
@Timeout(120)
class WriteRowsTest {

  @Test
  void aRefusedRowBecomesADeadLetterAndItsBatchIsWritten() throws Exception {
    try (Database server = Database.start(null)) {
      Postgres postgres = Postgres.at(server.url(), server.user(), server.password());
      Migrations.apply(postgres);
      try (Connection connection = postgres.connect();
          Statement statement = connection.createStatement()) {
        statement.execute("ALTER TABLE late_events ADD CHECK (\"offset\" <> 13)");
      }
      Pipeline pipeline = Pipeline.create();
      Sinks sinks = new PostgresSinks(postgres).of(List.of(), 0, Map.of());
      PAssert.that(
              pipeline
                  .apply(
                      Create.of(late(12), late(13), late(14))
                          .withCoder(new SetAsideCoders.OfLateEvent()))
                  .apply(sinks.lateEvents()))
          .satisfies(WriteRowsTest::holdTheRefusedOne);
      assertThat(pipeline.run().waitUntilFinish(), is(PipelineResult.State.DONE));
      try (Connection connection = postgres.connect();
          Statement statement = connection.createStatement();
          ResultSet written = statement.executeQuery("SELECT count(*) FROM late_events")) {
        written.next();
        assertThat(written.getLong(1), is(2L));
      }
    }
  }

  private static Void holdTheRefusedOne(Iterable<DeadLetter> letters) {
    List<DeadLetter> all = new ArrayList<>();
    letters.forEach(all::add);
    assertThat(all.size(), is(1));
    assertThat(all.get(0).failure(), is(Failure.REFUSED_ROW));
    assertThat(all.get(0).offset(), is(13L));
    assertThat(all.get(0).detail(), containsString("late_events: 23514"));
    return null;
  }

  private static LateEvent late(long offset) {
    return new LateEvent("web_events", 0, offset, 0, 0, 1_000, "{}".getBytes(UTF_8));
  }
}
