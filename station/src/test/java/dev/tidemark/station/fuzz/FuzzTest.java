package dev.tidemark.station.fuzz;

import static org.hamcrest.MatcherAssert.assertThat;
import static org.hamcrest.Matchers.allOf;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.is;

import dev.tidemark.run.CommandLines;
import dev.tidemark.run.Home;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(600)
class FuzzTest {

  @Test
  void mutatedRecordsNeitherCrashTheParserNorGetLostInTheGraph() {
    StringWriter printed = new StringWriter();
    int code =
        CommandLines.of(new Fuzz(), new Home(Path.of("nowhere")))
            .setOut(new PrintWriter(printed, true))
            .setErr(new PrintWriter(printed, true))
            .execute("--records=100000", "--graph=5000", "--seed=20260110");
    assertThat(printed.toString(), code, is(0));
    assertThat(
        printed.toString(),
        allOf(
            containsString("0 findings"),
            containsString("read 5,000 = "),
            containsString("the audit agrees")));
  }

  @Test
  void theRecordOfANumberIsAlwaysTheSame() {
    assertThat(new Mutations(5).record(77), is(new Mutations(5).record(77)));
  }
}
