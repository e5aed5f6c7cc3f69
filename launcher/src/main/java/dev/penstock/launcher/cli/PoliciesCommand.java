package dev.penstock.launcher.cli;

import picocli.CommandLine.Command;

/** Groups what can be asked about the policies of a running pipeline. */
@Command(
        name = "policies",
        description = "Ask what the policies of a running pipeline do to its devices.",
        mixinStandardHelpOptions = true,
        synopsisSubcommandLabel = "COMMAND",
        subcommands = PoliciesExplainCommand.class)
final class PoliciesCommand {}
