package dev.tidemark.run;

import java.net.URISyntaxException;
import java.nio.file.Path;

/** The jar that this program was started from, which a cluster is given to run. */
final class OwnJar {

  private static final String RUNNER = "org.apache.beam.runners.flink.FlinkRunner";

  private OwnJar() {}

  /** The jar, when it holds the graph and its engine. */
  static Path path() {
    Path own = of(OwnJar.class);
    if (!own.equals(runner()) || !own.toString().endsWith(".jar")) {
      throw UserError.inUsage(
          "A cluster is given one jar that holds everything, and this program is none.",
          "Use `./tidemark run`, or java -jar runners/flink/target/tidemark-flink.jar run.");
    }
    return own;
  }

  private static Path runner() {
    try {
      return of(Class.forName(RUNNER));
    } catch (ClassNotFoundException none) {
      throw new UserError(
          "This program has no runner for Flink.", "Use the one in runners/flink/target.", none);
    }
  }

  private static Path of(Class<?> type) {
    try {
      return Path.of(type.getProtectionDomain().getCodeSource().getLocation().toURI());
    } catch (URISyntaxException impossible) {
      throw new IllegalStateException("A file's location is a URI", impossible);
    }
  }
}
