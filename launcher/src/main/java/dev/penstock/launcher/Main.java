package dev.penstock.launcher;

import dev.penstock.launcher.cli.PenstockCommand;

/** The entry of {@code penstock.jar}. */
public final class Main {
    private Main() {}

    public static void main(String[] arguments) {
        System.exit(PenstockCommand.execute(arguments));
    }
}
