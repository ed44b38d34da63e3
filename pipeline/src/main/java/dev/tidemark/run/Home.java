package dev.tidemark.run;

import java.io.IOException;
import java.io.Reader;
import java.io.UncheckedIOException;
import java.io.Writer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Properties;

/**
 * The directory in which {@code up} keeps everything: data, checkpoints, logs, and where its
 * servers can be reached, so that every other command finds them without an option.
 */
public record Home(Path directory) {

  private static final String ADDRESSES = "addresses.properties";
  private static final String PID = "pid";
  private static final String OPTION = "--home";

  public Home {
    directory = directory.toAbsolutePath().normalize();
  }

  /** The home that was asked for, else {@code .tidemark} in the working directory. */
  public static Home standard() {
    return new Home(Path.of(System.getenv().getOrDefault("TIDEMARK_HOME", ".tidemark")));
  }

  /** The home that these arguments name with {@code --home}, else the standard one. */
  public static Home in(String[] arguments) {
    List<String> all = List.of(arguments);
    return all.stream()
        .filter(argument -> argument.startsWith(OPTION + "="))
        .findFirst()
        .map(argument -> argument.substring(OPTION.length() + 1))
        .or(
            () ->
                Optional.of(all.indexOf(OPTION))
                    .filter(i -> i >= 0 && i + 1 < all.size())
                    .map(i -> all.get(i + 1)))
        .map(directory -> new Home(Path.of(directory)))
        .orElseGet(Home::standard);
  }

  /** The addresses of what runs here, by option name without dashes; empty when nothing runs. */
  public Optional<Map<String, String>> addresses() {
    Path file = directory.resolve(ADDRESSES);
    if (!Files.isReadable(file)) {
      return Optional.empty();
    }
    Properties properties = new Properties();
    try (Reader reader = Files.newBufferedReader(file)) {
      properties.load(reader);
    } catch (IOException e) {
      throw new UncheckedIOException("Cannot read " + file, e);
    }
    if (!isAlive(properties.getProperty(PID))) {
      return Optional.empty();
    }
    Map<String, String> addresses = new HashMap<>();
    properties.stringPropertyNames().forEach(n -> addresses.put(n, properties.getProperty(n)));
    return Optional.of(addresses);
  }

  /** Tells other commands where to find what this process runs. */
  public void publish(Map<String, String> addresses) throws IOException {
    Properties properties = new Properties();
    properties.putAll(addresses);
    properties.setProperty(PID, Long.toString(ProcessHandle.current().pid()));
    Path written = Files.createTempFile(directory, ADDRESSES, null);
    try (Writer writer = Files.newBufferedWriter(written)) {
      properties.store(writer, null);
    }
    Files.move(written, directory.resolve(ADDRESSES), StandardCopyOption.ATOMIC_MOVE);
  }

  /** Nothing runs here any more. */
  public void withdraw() throws IOException {
    Files.deleteIfExists(directory.resolve(ADDRESSES));
  }

  /** The process that runs here. */
  public Optional<ProcessHandle> process() {
    return addresses().map(a -> Long.parseLong(a.get(PID))).flatMap(ProcessHandle::of);
  }

  private static boolean isAlive(String pid) {
    return pid != null
        && ProcessHandle.of(Long.parseLong(pid)).map(ProcessHandle::isAlive).orElse(false);
  }
}
