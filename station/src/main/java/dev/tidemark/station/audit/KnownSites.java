package dev.tidemark.station.audit;

import static java.nio.charset.StandardCharsets.UTF_8;
import static java.util.Locale.ROOT;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** The sites that people know by a name: the pipeline's list, which is data, read once more. */
final class KnownSites {

  /** A site's class, as the tables name it, and its name. */
  record Known(String kind, String name) {}

  private static final String LIST = "/dev/tidemark/enrich/sources.txt";

  /** What a brand's name stands before: {@code .de}, {@code .co.uk}, {@code .com}. */
  private static final Pattern SUFFIX =
      Pattern.compile("(.+?)(?:\\.(?:co|com|ne|net|or|org)\\.[^.]{2}|\\.[^.]*)");

  private final Map<String, Known> hosts = new HashMap<>();
  private final Map<String, Known> words = new HashMap<>();

  static KnownSites read() {
    KnownSites sites = new KnownSites();
    try (BufferedReader lines =
        new BufferedReader(
            new InputStreamReader(KnownSites.class.getResourceAsStream(LIST), UTF_8))) {
      for (String line = lines.readLine(); line != null; line = lines.readLine()) {
        String[] cells = line.split(";", -1);
        if (!line.startsWith("#") && cells.length == 4) {
          String kind = cells[0].strip();
          Known known =
              new Known(kind.charAt(0) + kind.substring(1).toLowerCase(ROOT), cells[1].strip());
          parts(cells[2]).forEach(h -> sites.hosts.put(h, known));
          parts(cells[3]).forEach(w -> sites.words.put(w, known));
        }
      }
      return sites;
    } catch (IOException unreadable) {
      throw new UncheckedIOException(unreadable);
    }
  }

  private static Stream<String> parts(String cell) {
    return Arrays.stream(cell.split(" +", -1)).filter(part -> !part.isEmpty());
  }

  /** The entry that fits the most of a host's name; null when none does. */
  Known byHost(String host) {
    for (String rest = host; !rest.isEmpty(); rest = rest.replaceFirst("^[^.]*\\.?", "")) {
      Matcher suffix = SUFFIX.matcher(rest);
      Known known = hosts.get(rest);
      known = known == null && suffix.matches() ? hosts.get(suffix.group(1) + ".*") : known;
      if (known != null) {
        return known;
      }
    }
    return null;
  }

  Known byWord(String word) {
    return words.get(word.strip().toLowerCase(ROOT));
  }
}
