package dev.tidemark.station.deploy;

import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The compose file, its variables filled in as a user does who changes nothing. */
final class ComposeFile {

  private static final Pattern VARIABLE =
      Pattern.compile("\\$\\{([A-Z_]+)(?::-([^}]*)|:\\?[^}]*)?}");

  private final Map<String, Object> document = Repository.yaml("docker-compose.yml");

  /** Every service, by its name. */
  Map<String, Map<String, Object>> services() {
    return parts("services");
  }

  /** The entries of a section at the top. */
  Map<String, Map<String, Object>> parts(String section) {
    Map<String, Map<String, Object>> parts = new TreeMap<>();
    map(document.get(section)).forEach((name, part) -> parts.put(name, map(part)));
    return parts;
  }

  Map<String, Object> document() {
    return document;
  }

  /** The services whose image is made from our Dockerfile and runs a program of ours. */
  List<String> ours() {
    return List.of("station", "generator", "job", "rounds");
  }

  static Map<String, String> environment(Map<String, Object> service) {
    Map<String, String> environment = new TreeMap<>();
    map(service.get("environment"))
        .forEach((name, value) -> environment.put(name, filledIn(String.valueOf(value))));
    return environment;
  }

  static List<String> command(Map<String, Object> service) {
    return list(service.get("command")).stream().map(ComposeFile::filledIn).toList();
  }

  static String filledIn(String text) {
    return VARIABLE
        .matcher(text)
        .replaceAll(
            found -> Matcher.quoteReplacement(found.group(2) == null ? "secret" : found.group(2)));
  }

  /** The names of the variables that a text asks for. */
  static List<String> variables(String text) {
    return VARIABLE.matcher(text).results().map(found -> found.group(1)).toList();
  }

  static List<String> list(Object value) {
    return value == null ? List.of() : ((List<?>) value).stream().map(String::valueOf).toList();
  }

  @SuppressWarnings("unchecked")
  static Map<String, Object> map(Object value) {
    return value == null ? Map.of() : (Map<String, Object>) value;
  }
}
