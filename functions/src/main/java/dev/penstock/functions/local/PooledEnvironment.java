package dev.penstock.functions.local;

import dev.penstock.functions.runtime.Environment;

/** An environment, what it was made from, and its log stream. */
record PooledEnvironment(Environment environment, Blueprint blueprint, EnvironmentLog log) {
    private static final int BYTES_PER_MB = 1024 * 1024;

    /** The most memory that it used; what runs inside this JVM does not know, and then it is about the used heap. */
    int memoryUsedMb() {
        int known = environment.memoryUsedMb();
        if (known >= 0) {
            return known;
        }
        Runtime machine = Runtime.getRuntime();
        return (int) ((machine.totalMemory() - machine.freeMemory() + BYTES_PER_MB - 1) / BYTES_PER_MB);
    }
}
