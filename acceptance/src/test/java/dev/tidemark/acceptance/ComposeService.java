package dev.tidemark.acceptance;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.yaml.snakeyaml.Yaml;

/**
 * A service of the compose file, as its container would start it: what it is told, and what it
 * finds where it looks.
 *
 * @param command the words behind the name of the program
 * @param healthcheck the words that tell whether it is well
 */
record ComposeService(
    List<String> command, Map<String, String> environment, List<String> healthcheck) {

  private static final Path FILE = Path.of("..", "docker-compose.yml");

  /**
   * Reads one.
   *
   * @param here what stands here for what stands in the file: addresses, ports, paths
   */
  static ComposeService named(String name, Map<String, String> here) throws IOException {
    Map<String, Object> document = new Yaml().load(Files.readString(FILE));
    Map<?, ?> service = (Map<?, ?>) ((Map<?, ?>) document.get("services")).get(name);
    Map<String, String> environment = new TreeMap<>();
    ((Map<?, ?>) service.get("environment"))
        .forEach((variable, value) -> environment.put("" + variable, replaced("" + value, here)));
    Map<?, ?> healthcheck = (Map<?, ?>) service.get("healthcheck");
    return new ComposeService(
        words(service.get("command"), here),
        environment,
        healthcheck == null ? List.of() : words(healthcheck.get("test"), here));
  }

  private static List<String> words(Object list, Map<String, String> here) {
    return ((List<?>) list)
        .stream().map(word -> replaced("" + word, here)).collect(Collectors.toList());
  }

  /** With the defaults of its variables, and what is meant here. */
  private static String replaced(String text, Map<String, String> here) {
    String replaced = text.replaceAll("\\$\\{[A-Z_]+:-([^}]*)}", "$1");
    for (Map.Entry<String, String> each : here.entrySet()) {
      replaced = replaced.replace(each.getKey(), each.getValue());
    }
    return replaced;
  }

  /** Starts it as a bare process. */
  Program start(String name, Path jar, Path home) throws IOException {
    Map<String, String> all = new TreeMap<>(environment);
    all.put("TIDEMARK_HOME", home.toString());
    return Program.start(name, jar, all, command);
  }

  /** Whether it says that it is well. */
  boolean isHealthy() throws IOException, InterruptedException {
    List<String> words = healthcheck.subList(1, healthcheck.size());
    return new ProcessBuilder(words)
            .redirectErrorStream(true)
            .redirectOutput(ProcessBuilder.Redirect.DISCARD)
            .start()
            .waitFor()
        == 0;
  }
}
