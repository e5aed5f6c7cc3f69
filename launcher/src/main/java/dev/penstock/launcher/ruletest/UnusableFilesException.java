package dev.penstock.launcher.ruletest;

import java.util.List;

/** Files that rule tests cannot be read from; the message has one line for each thing that is wrong. */
public final class UnusableFilesException extends RuntimeException {
    UnusableFilesException(List<String> problems) {
        super(String.join("\n", problems));
    }
}
