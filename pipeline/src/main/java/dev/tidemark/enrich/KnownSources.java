package dev.tidemark.enrich;

import dev.tidemark.event.Source;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Set;

/** The sources that people know by name, read from {@code sources.txt}. */
final class KnownSources {

  /** A source by its class and name. */
  record Known(Source.Kind kind, String name) {}

  /** What stands before the country in names such as google.co.uk. */
  private static final Set<String> SECOND_LEVEL = Set.of("co", "com", "ne", "net", "or", "org");

  private static final String ANY_SUFFIX = ".*";

  private final Map<String, Known> byHost = new HashMap<>();
  private final Map<String, Known> byWord = new HashMap<>();

  private KnownSources() {}

  static KnownSources read() {
    KnownSources known = new KnownSources();
    InputStream table = KnownSources.class.getResourceAsStream("sources.txt");
    try (BufferedReader lines =
        new BufferedReader(new InputStreamReader(table, StandardCharsets.UTF_8))) {
      lines.lines().filter(line -> !line.isBlank() && !line.startsWith("#")).forEach(known::add);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return known;
  }

  /** The source that owns a host: the longest entry that the host is or lies under, else null. */
  Known ofHost(String host) {
    for (String rest = host; !rest.isEmpty(); rest = parent(rest)) {
      Known known = byHost.get(rest);
      if (known == null) {
        known = byHost.get(withAnySuffix(rest));
      }
      if (known != null) {
        return known;
      }
    }
    return null;
  }

  /** The source that a campaign calls by this word, else null. */
  Known ofWord(String word) {
    return byWord.get(word.strip().toLowerCase(Locale.ROOT));
  }

  private void add(String line) {
    String[] columns = line.split(";", -1);
    if (columns.length != 4) {
      throw new IllegalStateException("sources.txt: four columns expected in: " + line);
    }
    Known known = new Known(Source.Kind.valueOf(columns[0].strip()), columns[1].strip());
    addAll(columns[2], known, byHost);
    addAll(columns[3], known, byWord);
  }

  private static void addAll(String cell, Known known, Map<String, Known> to) {
    for (String entry : cell.strip().split(" +", -1)) {
      if (!entry.isEmpty() && to.put(entry, known) != null) {
        throw new IllegalStateException("sources.txt: " + entry + " stands twice");
      }
    }
  }

  private static String parent(String host) {
    int dot = host.indexOf('.');
    return dot < 0 ? "" : host.substring(dot + 1);
  }

  /** {@code google.*} for google.de and google.co.uk. */
  private static String withAnySuffix(String host) {
    int last = host.lastIndexOf('.');
    if (last < 0) {
      return host;
    }
    int before = host.lastIndexOf('.', last - 1);
    boolean country = host.length() - last == 3;
    boolean two = country && before > 0 && SECOND_LEVEL.contains(host.substring(before + 1, last));
    return host.substring(0, two ? before : last) + ANY_SUFFIX;
  }
}
