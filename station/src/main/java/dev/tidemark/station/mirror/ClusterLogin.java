package dev.tidemark.station.mirror;

import dev.tidemark.run.UserError;
import java.io.IOException;
import java.io.Reader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Properties;

/** The client properties of a cluster that asks who one is. */
final class ClusterLogin {

  private static final List<String> MECHANISMS = List.of("PLAIN", "SCRAM-SHA-256", "SCRAM-SHA-512");

  private ClusterLogin() {}

  /**
   * @param file of further properties, which win; may be null
   * @param user null where nobody asks
   */
  static Map<String, String> properties(
      Path file, String user, String password, String mechanism, boolean tls) {
    Map<String, String> properties = new HashMap<>();
    if (user != null) {
      if (!MECHANISMS.contains(mechanism)) {
        throw UserError.inUsage(
            "The mechanism " + mechanism + " is not known.",
            "Choose from " + String.join(", ", MECHANISMS) + ", or name a file of properties.");
      }
      if (password == null) {
        throw UserError.inUsage(
            "The user " + user + " has no password.",
            "Put it into the environment, or into a file that a variable ending in _FILE names.");
      }
      String login =
          mechanism.equals("PLAIN")
              ? "org.apache.kafka.common.security.plain.PlainLoginModule"
              : "org.apache.kafka.common.security.scram.ScramLoginModule";
      properties.put("sasl.mechanism", mechanism);
      properties.put(
          "sasl.jaas.config",
          "%s required username=\"%s\" password=\"%s\";"
              .formatted(login, quoted(user), quoted(password)));
    }
    if (user != null || tls) {
      properties.put(
          "security.protocol", (user == null ? "" : "SASL_") + (tls ? "SSL" : "PLAINTEXT"));
    }
    if (file != null) {
      properties.putAll(read(file));
    }
    return properties;
  }

  private static String quoted(String text) {
    return text.replace("\\", "\\\\").replace("\"", "\\\"");
  }

  private static Map<String, String> read(Path file) {
    Properties read = new Properties();
    try (Reader reader = Files.newBufferedReader(file)) {
      read.load(reader);
    } catch (IOException unreadable) {
      throw new UserError(
          "Cannot read the Kafka properties in " + file + ": " + unreadable.getMessage(),
          "Name a readable file of lines key=value.");
    }
    Map<String, String> properties = new HashMap<>();
    read.stringPropertyNames().forEach(name -> properties.put(name, read.getProperty(name)));
    return properties;
  }

  /** A secret of the environment: itself, or the file that holds it. */
  static String secret(Map<String, String> environment, String variable) {
    String file = environment.get(variable + "_FILE");
    if (file == null) {
      return environment.get(variable);
    }
    try {
      return Files.readString(Path.of(file)).strip();
    } catch (IOException unreadable) {
      throw new UserError(
          "Cannot read the secret in " + file + ": " + unreadable.getMessage(),
          "Name a readable file in " + variable + "_FILE.");
    }
  }
}
