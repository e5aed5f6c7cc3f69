package dev.penstock.functions.java;

import java.lang.management.ManagementFactory;
import java.lang.management.ThreadInfo;

/** Whether a debugger is attached to this JVM, and what it holds. */
final class Debugger {
    private final boolean possible;

    Debugger() {
        possible = ManagementFactory.getRuntimeMXBean().getInputArguments().stream()
                .anyMatch(argument -> argument.startsWith("-agentlib:jdwp") || argument.startsWith("-Xrunjdwp"));
    }

    /** Whether this thread is suspended, at a breakpoint or with all threads. */
    boolean holds(Thread thread) {
        if (!possible) {
            return false;
        }
        ThreadInfo info = ManagementFactory.getThreadMXBean().getThreadInfo(thread.getId());
        return info != null && info.isSuspended();
    }
}
