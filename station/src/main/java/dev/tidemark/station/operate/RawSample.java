package dev.tidemark.station.operate;

import dev.tidemark.parquet.ParquetFile;
import dev.tidemark.run.UserError;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** Shows some raw records, drawn at random. */
@Command(name = "sample", description = "Show some records, drawn at random, as JSON.")
final class RawSample implements Callable<Integer> {

  private static final List<String> COLUMNS =
      List.of("topic", "partition", "offset", "kafka_time", "key", "headers", "value");

  @Mixin RawStore store;
  @Spec CommandSpec command;

  @Option(
      names = "--count",
      paramLabel = "N",
      defaultValue = "5",
      description = "How many (default ${DEFAULT-VALUE}).")
  int count;

  @Option(
      names = "--seed",
      paramLabel = "N",
      description = "What chance begins with: the same number shows the same records.")
  Long seed;

  @Override
  public Integer call() throws IOException {
    if (count < 1) {
      throw UserError.inUsage("--count must be at least 1.", "Leave it out for 5.");
    }
    Random random = seed == null ? new Random() : new Random(seed);
    List<RawStore.Filed> files = store.files();
    Collections.shuffle(files, random);
    PrintWriter out = command.commandLine().getOut();
    int left = count;
    for (int file = 0; file < files.size() && left > 0; file++) {
      byte[] content = Files.readAllBytes(files.get(file).file());
      List<Object[]> rows = ParquetFile.rows(content, COLUMNS);
      Collections.shuffle(rows, random);
      // From as many files as there are, so that no day hides the others.
      int share = Math.max(1, left / (files.size() - file));
      for (Object[] row : rows.subList(0, Math.min(share, rows.size()))) {
        Map<String, Object> fields = new LinkedHashMap<>();
        for (int i = 0; i < COLUMNS.size(); i++) {
          fields.put(COLUMNS.get(i), row[i]);
        }
        out.println(Output.line(fields));
        left--;
      }
    }
    return 0;
  }
}
