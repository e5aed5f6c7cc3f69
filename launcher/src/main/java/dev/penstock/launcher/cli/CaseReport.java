package dev.penstock.launcher.cli;

import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** Tells how tests went, case by case as they come, and counts them by area. */
abstract class CaseReport {
    private final Map<String, Count> byArea = new TreeMap<>();
    private long passed;
    private long failed;

    /** Cases of one area. */
    record Count(long passed, long failed) {
        static final Count NONE = new Count(0, 0);

        Count plus(boolean isPassed) {
            return isPassed ? new Count(passed + 1, failed) : new Count(passed, failed + 1);
        }
    }

    final void add(CaseOutcome one) {
        byArea.merge(one.area(), Count.NONE.plus(one.passed()), (sum, first) -> sum.plus(one.passed()));
        passed += one.passed() ? 1 : 0;
        failed += one.passed() ? 0 : 1;
        show(one);
    }

    abstract void show(CaseOutcome one);

    /** @param unusable files that could not be run, one line each */
    abstract void end(List<String> unusable);

    /** By name of the area. */
    final Map<String, Count> byArea() {
        return byArea;
    }

    final long passed() {
        return passed;
    }

    final long failed() {
        return failed;
    }
}
