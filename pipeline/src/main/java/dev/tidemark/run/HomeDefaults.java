package dev.tidemark.run;

import java.util.Map;
import picocli.CommandLine.IDefaultValueProvider;
import picocli.CommandLine.Model.ArgSpec;
import picocli.CommandLine.Model.OptionSpec;

/** Where nothing else is said, a command speaks to what {@code up} runs in this directory. */
final class HomeDefaults implements IDefaultValueProvider {

  private static final Map<String, String> VARIABLES =
      Map.of(
          "kafka", "KAFKA_URL",
          "kafkaConfig", "KAFKA_CONFIG_FILE",
          "topic", "KAFKA_TOPIC",
          "postgres", "POSTGRES_URL",
          "postgresUser", "POSTGRES_USER",
          "postgresPasswordFile", "POSTGRES_PASSWORD_FILE");

  private final Home home;
  private final Map<String, String> environment;

  HomeDefaults(Home home, Map<String, String> environment) {
    this.home = home;
    this.environment = environment;
  }

  @Override
  public String defaultValue(ArgSpec argument) {
    if (!argument.isOption()) {
      return null;
    }
    String name = ((OptionSpec) argument).longestName().replaceFirst("^--", "");
    String variable = VARIABLES.get(name);
    if (variable == null || isSaid(name, variable)) {
      return null;
    }
    return home.addresses().map(addresses -> addresses.get(name)).orElse(null);
  }

  /** The database is one thing: an address from here does not go with a user from elsewhere. */
  private boolean isSaid(String name, String variable) {
    return name.startsWith("postgres")
        ? environment.keySet().stream().anyMatch(v -> v.startsWith("POSTGRES_"))
        : environment.containsKey(variable);
  }
}
