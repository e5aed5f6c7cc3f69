package dev.penstock.functions.local;

import java.lang.management.ManagementFactory;

/** Whether this JVM can be held by a debugger: then every invocation watches for being held, else none does. */
final class Debugger {

    private Debugger() {}

    static boolean isPossible() {
        return ManagementFactory.getRuntimeMXBean().getInputArguments().stream()
                .anyMatch(argument -> argument.startsWith("-agentlib:jdwp") || argument.startsWith("-Xrunjdwp"));
    }
}
