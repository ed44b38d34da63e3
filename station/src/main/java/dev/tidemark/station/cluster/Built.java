package dev.tidemark.station.cluster;

import dev.tidemark.run.UserError;
import java.io.File;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;

/** Where the built parts of the house lie, next to the one that runs. */
public final class Built {

  private Built() {}

  /** The class path of a Flink cluster. */
  static String flink() {
    Path target = demand("clusters/flink/target", "tidemark-flink-cluster.jar").getParent();
    return target.resolve("tidemark-flink-cluster.jar")
        + File.pathSeparator
        + target.resolve("lib").resolve("*");
  }

  /** What Spark calls its home: a directory with its jars. */
  static Path spark() {
    return demand("clusters/spark/target", "tidemark-spark-cluster.jar").getParent();
  }

  /** The program that runs the graph on an engine: {@code direct}, {@code flink} or spark. */
  public static Path runner(String engine) {
    return demand("runners/" + engine + "/target", "tidemark-" + engine + ".jar");
  }

  private static Path demand(String directory, String jar) {
    Path file = house().resolve(directory).resolve(jar);
    if (!Files.exists(file)) {
      throw new UserError(
          "There is no " + file + ".",
          "Start with ./tidemark, which builds it, or build it with"
              + " `mvn package -Dmaven.test.skip=true`.");
    }
    return file;
  }

  /** The station is built into {@code station/target}, as a jar or as classes. */
  private static Path house() {
    try {
      Path station =
          Path.of(Built.class.getProtectionDomain().getCodeSource().getLocation().toURI());
      return station.resolve("../../..").normalize();
    } catch (URISyntaxException impossible) {
      throw new IllegalStateException("A file's location is a URI", impossible);
    }
  }
}
