package dev.tidemark.station.operate;

import java.io.IOException;
import java.io.PrintWriter;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

/** Counts raw records. */
@Command(name = "count", description = "Count the records, by day and partition.")
final class RawCount implements Callable<Integer> {

  @Mixin RawStore store;
  @Mixin Output output;
  @Spec CommandSpec command;

  private record Place(String day, String topic, int partition) {}

  private static final class Sum {
    private long files;
    private long records;
  }

  @Override
  public Integer call() throws IOException {
    Map<Place, Sum> sums = new LinkedHashMap<>();
    for (RawStore.Filed file : store.files()) {
      Place place =
          new Place(file.day().toString(), file.partition().topic(), file.partition().partition());
      Sum sum = sums.computeIfAbsent(place, p -> new Sum());
      sum.files++;
      sum.records += file.rows();
    }
    PrintWriter out = command.commandLine().getOut();
    TextTable table = new TextTable("day", "topic", "partition", "files", "records");
    for (Map.Entry<Place, Sum> of : sums.entrySet()) {
      Place place = of.getKey();
      Sum sum = of.getValue();
      if (output.json) {
        Map<String, Object> fields = new LinkedHashMap<>();
        fields.put("day", place.day());
        fields.put("topic", place.topic());
        fields.put("partition", place.partition());
        fields.put("files", sum.files);
        fields.put("records", sum.records);
        out.println(Output.line(fields));
      } else {
        table.add(place.day(), place.topic(), place.partition(), sum.files, sum.records);
      }
    }
    if (!output.json) {
      table.print(out);
    }
    return 0;
  }
}
