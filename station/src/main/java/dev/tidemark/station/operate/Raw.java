package dev.tidemark.station.operate;

import picocli.CommandLine.Command;

/** The raw store: every record as it came. */
@Command(
    name = "raw",
    description = "Count, sample, check or delete the records that --outputs=raw has kept.",
    synopsisSubcommandLabel = "COMMAND",
    subcommands = {RawCount.class, RawSample.class, RawCheck.class, RawDelete.class},
    footer = {"", "Example: tidemark raw check --rawStore=lake/raw"})
public final class Raw {}
