package dev.penstock.bench.lambda;

import dev.penstock.bench.load.Latencies;
import java.nio.file.Path;

/**
 * How long one invocation takes its caller, who waits for each: from the call of {@code Functions.invoke} until the answer
 * is there.
 *
 * @param warm invocations to measure; twice as many go before, for the compiler takes its time
 * @param cold new functions to measure
 */
record InvokeLatency(Workbench bench, Path code, int warm, int cold) {

    /** @param cold of the first invocation of a function, whose environment is made for it */
    record Result(Latencies warm, Latencies cold) {}

    Result of(Kind kind) {
        Latencies first = first(kind);
        String function = "warm";
        bench.functions().catalog().create(kind.spec(function, code));
        try {
            measure(function, 2 * warm);
            if (kind.child() != hasChild()) {
                throw new IllegalStateException("it does not run where it should");
            }
            return new Result(measure(function, warm), first);
        } finally {
            bench.functions().catalog().delete(function);
        }
    }

    private static boolean hasChild() {
        return ProcessHandle.current().children().anyMatch(ProcessHandle::isAlive);
    }

    private Latencies measure(String function, int count) {
        long[] nanos = new long[count];
        for (int i = 0; i < count; i++) {
            nanos[i] = one(function);
        }
        return new Latencies(nanos);
    }

    private Latencies first(Kind kind) {
        long[] nanos = new long[cold];
        for (int i = 0; i < cold; i++) {
            String function = "cold-" + i;
            bench.functions().catalog().create(kind.spec(function, code));
            try {
                nanos[i] = one(function);
            } finally {
                bench.functions().catalog().delete(function);
            }
        }
        return new Latencies(nanos);
    }

    private long one(String function) {
        long start = System.nanoTime();
        bench.invoke(function);
        return System.nanoTime() - start;
    }
}
