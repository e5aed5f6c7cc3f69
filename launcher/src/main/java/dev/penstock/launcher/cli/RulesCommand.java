package dev.penstock.launcher.cli;

import picocli.CommandLine.Command;

/** Groups what can be done with rules alone. */
@Command(
        name = "rules",
        description = "Work with topic rules without starting a pipeline.",
        mixinStandardHelpOptions = true,
        synopsisSubcommandLabel = "COMMAND",
        subcommands = {RulesExplainCommand.class, RulesTestCommand.class})
final class RulesCommand {}
