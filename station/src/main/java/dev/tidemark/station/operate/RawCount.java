package dev.tidemark.station.operate;

import dev.tidemark.run.RawStoreOptions;
import java.io.IOException;
import java.io.PrintWriter;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

/** Counts raw records. */
@Command(name = "count", description = "Count the records, by day and partition.")
final class RawCount implements Callable<Integer> {

  @Mixin RawStoreOptions store;
  @Mixin Output output;
  @Spec CommandSpec command;

  @Override
  public Integer call() throws IOException {
    List<RawStore.Kept> kept = RawStore.of(store).kept();
    PrintWriter out = command.commandLine().getOut();
    TextTable table = new TextTable("day", "topic", "partition", "files", "records");
    for (RawStore.Kept of : kept) {
      Long files = of.files() == 0 ? null : of.files();
      if (output.json) {
        Map<String, Object> fields = new LinkedHashMap<>();
        fields.put("day", of.day().toString());
        fields.put("topic", of.partition().topic());
        fields.put("partition", of.partition().partition());
        fields.put("files", files);
        fields.put("records", of.records());
        out.println(Output.line(fields));
      } else {
        table.add(
            of.day(), of.partition().topic(), of.partition().partition(), files, of.records());
      }
    }
    if (!output.json) {
      table.print(out);
    }
    return 0;
  }
}
