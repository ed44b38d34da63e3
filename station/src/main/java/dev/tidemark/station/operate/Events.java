package dev.tidemark.station.operate;

import picocli.CommandLine.Command;

/** The table of single events: to count, to look at, to delete from. */
@Command(
    name = "events",
    description = "Count, sample or delete single events in processed_events.",
    synopsisSubcommandLabel = "COMMAND",
    subcommands = {EventsCount.class, EventsSample.class, EventsDelete.class},
    footer = {"", "Example: tidemark events count --from=24h --host=shop.example"})
public final class Events {}
