package dev.tidemark.metric;

import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.stream.Collectors;

/**
 * What one event says about a member of a dimension, as one text, so that of several events one
 * wins whole: parts in a fixed order, null where the event does not say.
 */
public record Description(List<String> parts) {
  private static final String SEPARATOR = "\u001f";

  Description(String... parts) {
    this(Arrays.asList(parts));
  }

  /** Reads the text of one. */
  public static Description of(String text) {
    return new Description(
        Arrays.stream(text.split(SEPARATOR, -1))
            .map(part -> part.isEmpty() ? null : part)
            .collect(Collectors.toList()));
  }

  boolean isEmpty() {
    return parts.stream().allMatch(Objects::isNull);
  }

  /** A part; null where nobody said it. */
  public String part(int index) {
    return index < parts.size() ? parts.get(index) : null;
  }

  @Override
  public String toString() {
    return parts.stream()
        .map(part -> part == null ? "" : part.replace(SEPARATOR, " "))
        .collect(Collectors.joining(SEPARATOR));
  }
}
