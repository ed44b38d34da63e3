package dev.tidemark.station.health;

import dev.tidemark.run.UserError;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Which record of Kafka: its topic, partition and offset. */
public record RecordId(String topic, int partition, long offset) {

  private static final Pattern FORM = Pattern.compile("([^/]+)/(-?\\d{1,9})/(\\d{1,18})");

  /** Reads what {@link #toString} writes. */
  public static RecordId parse(String text) {
    Matcher form = FORM.matcher(text);
    if (!form.matches()) {
      throw UserError.inUsage(
          "'" + text + "' names no record.", "Write TOPIC/PARTITION/OFFSET: web_events/0/1234.");
    }
    return new RecordId(
        form.group(1), Integer.parseInt(form.group(2)), Long.parseLong(form.group(3)));
  }

  @Override
  public String toString() {
    return topic + "/" + partition + "/" + offset;
  }
}
