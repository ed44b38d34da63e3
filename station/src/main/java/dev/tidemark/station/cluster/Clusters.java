package dev.tidemark.station.cluster;

import picocli.CommandLine.Command;

/** Real clusters on this machine. */
@Command(
    name = "cluster",
    description = "Start a cluster on this machine, every part a process of its own.",
    synopsisSubcommandLabel = "COMMAND",
    subcommands = {ClusterFlink.class, ClusterSpark.class},
    footer = {"", "Example: tidemark cluster flink --taskmanagers=2"})
public final class Clusters {}
