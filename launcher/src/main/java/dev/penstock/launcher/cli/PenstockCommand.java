package dev.penstock.launcher.cli;

import dev.penstock.launcher.settings.SettingsException;
import dev.penstock.launcher.template.TemplateException;
import dev.penstock.platform.aws.AwsException;
import dev.penstock.platform.lifecycle.StartException;
import picocli.CommandLine;
import picocli.CommandLine.Command;

/** The root of the command line. Exit codes: 0 well, 1 the run failed, 2 wrong use or input. */
@Command(
        name = "penstock",
        description = "A whole AWS IoT pipeline in one JVM, offline.",
        mixinStandardHelpOptions = true,
        versionProvider = PenstockVersion.class,
        synopsisSubcommandLabel = "COMMAND",
        subcommands = {
            UpCommand.class,
            DemoCommand.class,
            SimulateCommand.class,
            RulesCommand.class,
            PoliciesCommand.class,
            EsmCommand.class,
            SqlCommand.class,
            CaCommand.class
        })
public final class PenstockCommand {
    private static final int WRONG_INPUT = 2;

    private PenstockCommand() {}

    /** Runs a command line and returns the exit code. */
    public static int execute(String... arguments) {
        return commandLine().execute(arguments.length == 0 ? new String[] {"--help"} : arguments);
    }

    static CommandLine commandLine() {
        return new CommandLine(new PenstockCommand())
                .setExecutionExceptionHandler((failure, command, parsed) -> report(failure, command))
                .setCaseInsensitiveEnumValuesAllowed(true);
    }

    /** What the user did wrong or must do is a message; a stack trace is shown only for our own faults. */
    private static int report(Exception failure, CommandLine command) throws Exception {
        if (failure instanceof StartException
                || failure instanceof TemplateException
                || failure instanceof SettingsException
                || failure instanceof UserException) {
            command.getErr().println("penstock: " + failure.getMessage());
            return WRONG_INPUT;
        }
        if (failure instanceof AwsException refusal) {
            command.getErr().println("penstock: " + refusal.code() + ": " + refusal.getMessage());
            return WRONG_INPUT;
        }
        throw failure;
    }
}
