package dev.tidemark.bench.race;

import static org.hamcrest.MatcherAssert.assertThat;
import static org.hamcrest.Matchers.empty;
import static org.hamcrest.Matchers.hasItem;
import static org.hamcrest.Matchers.is;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import picocli.CommandLine;

/** What the documents say of the benchmark can be typed. */
class DocumentsTest {
  private static final Pattern CALL = Pattern.compile("\\./tidemark bench((?: --[^\\s`]+)*)");
  private static final Path ROOT = Path.of("..");

  @Test
  void everyCallIsOneThatIsUnderstood() throws IOException {
    List<String> calls = new ArrayList<>();
    for (String document : List.of("README.md", "bench/README.md")) {
      CALL.matcher(Files.readString(ROOT.resolve(document)))
          .results()
          .map(call -> call.group(1).strip())
          .forEach(calls::add);
    }
    assertThat(calls, hasItem("--job=all"));
    List<String> refused = new ArrayList<>();
    for (String call : calls) {
      String[] options = call.isEmpty() ? new String[0] : call.split(" ", -1);
      try {
        Bench.commandLine().parseArgs(options);
      } catch (CommandLine.ParameterException mistake) {
        refused.add(call + ": " + mistake.getMessage());
      }
    }
    assertThat(refused, is(empty()));
  }
}
