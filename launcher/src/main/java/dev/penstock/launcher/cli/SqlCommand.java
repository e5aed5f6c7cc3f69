package dev.penstock.launcher.cli;

import picocli.CommandLine.Command;

/** Groups what can be done with Kinesis Data Analytics SQL. */
@Command(
        name = "sql",
        description = "Work with Kinesis Data Analytics SQL applications.",
        mixinStandardHelpOptions = true,
        synopsisSubcommandLabel = "COMMAND",
        subcommands = {SqlProveCommand.class, SqlTailCommand.class, SqlTestCommand.class, SqlTranslateCommand.class})
final class SqlCommand {}
