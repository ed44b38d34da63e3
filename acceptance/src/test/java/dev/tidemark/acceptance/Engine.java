package dev.tidemark.acceptance;

import static java.util.Locale.ROOT;

import java.nio.file.Path;

/** The engines that Tidemark runs on, each with a jar of its own. */
enum Engine {
  DIRECT("DirectRunner"),
  FLINK("FlinkRunner"),
  SPARK("SparkRunner");

  private final String runner;

  Engine(String runner) {
    this.runner = runner;
  }

  String runner() {
    return runner;
  }

  Path jar() {
    String name = name().toLowerCase(ROOT);
    return Path.of(
        System.getProperty("tidemark.runners", "../runners"),
        name,
        "target",
        "tidemark-" + name + ".jar");
  }
}
