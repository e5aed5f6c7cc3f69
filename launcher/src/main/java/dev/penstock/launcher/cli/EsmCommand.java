package dev.penstock.launcher.cli;

import picocli.CommandLine.Command;

/** Groups what can be asked about event source mappings of a running pipeline. */
@Command(
        name = "esm",
        description = "Look at the event source mappings of a running pipeline.",
        mixinStandardHelpOptions = true,
        synopsisSubcommandLabel = "COMMAND",
        subcommands = EsmTimelineCommand.class)
final class EsmCommand {}
