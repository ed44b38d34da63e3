package dev.tidemark.station.cluster;

import dev.tidemark.station.console.HomeOption;
import java.nio.file.Path;
import picocli.CommandLine.Model.CommandSpec;

/** The directory in which a cluster keeps everything: below the home, one for each kind. */
final class ClusterHome {

  private ClusterHome() {}

  static Path of(CommandSpec command, String kind) {
    return HomeOption.of(command).directory().resolve("cluster").resolve(kind);
  }
}
