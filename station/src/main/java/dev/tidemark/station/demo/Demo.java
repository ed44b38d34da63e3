package dev.tidemark.station.demo;

import picocli.CommandLine.Command;

/** Whole installations to look at. */
@Command(
    name = "demo",
    description = "Start a whole installation on this machine, with made-up data.",
    synopsisSubcommandLabel = "COMMAND",
    subcommands = {DemoShop.class},
    footer = {"", "Example: tidemark demo shop"})
public final class Demo {}
