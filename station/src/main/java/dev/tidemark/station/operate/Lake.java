package dev.tidemark.station.operate;

import picocli.CommandLine.Command;

/** The lake: events as Parquet files, a directory a day. */
@Command(
    name = "lake",
    description = "Look after the files that --outputs=lake, or raw, has written.",
    synopsisSubcommandLabel = "COMMAND",
    subcommands = {LakeCompact.class, LakeExpire.class, LakeCheck.class},
    footer = {"", "Example: tidemark lake compact --lake=lake"})
public final class Lake {}
