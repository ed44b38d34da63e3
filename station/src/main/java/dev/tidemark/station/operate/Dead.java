package dev.tidemark.station.operate;

import picocli.CommandLine.Command;

/** Dead letters: to look at, to send again, to throw away. */
@Command(
    name = "dead",
    description = "List, show, replay or purge dead letters.",
    synopsisSubcommandLabel = "COMMAND",
    subcommands = {DeadList.class, DeadShow.class, DeadReplay.class, DeadPurge.class},
    footer = {"", "Example: tidemark dead list --failure=NO_URL --since=2h"})
public final class Dead {}
