package dev.tidemark.station.compose;

import picocli.CommandLine.Command;

/** What {@code docker compose} needs beside its file. */
@Command(
    name = "compose",
    description = "Prepare docker-compose.yml.",
    synopsisSubcommandLabel = "COMMAND",
    subcommands = ComposeInit.class)
public final class Compose {}
