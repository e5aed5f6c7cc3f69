package dev.penstock.analytics.window;

import java.util.ArrayList;
import java.util.List;

/**
 * Knows the next time at which an operator of the application has something to give out. Used by the application's
 * thread only.
 */
public final class Watermark {
    /** Nothing waits for time. */
    public static final long NEVER = Long.MAX_VALUE;

    private final List<Waiting> waiting = new ArrayList<>();
    private final List<Waiting> untimed = new ArrayList<>();

    /** Adds an operator that waits for time. */
    public void add(Waiting operator) {
        waiting.add(operator);
    }

    /** Takes an operator off the clock: its windows are closed by rows alone. */
    public void setUntimed(Waiting operator) {
        if (waiting.remove(operator)) {
            untimed.add(operator);
        }
    }

    /** The operators that wait for time, in the order in which they were added. */
    public List<Waiting> operators() {
        return List.copyOf(waiting);
    }

    /** The earliest time that is waited for, or {@link #NEVER}. */
    public long nextDue() {
        long due = NEVER;
        for (Waiting operator : waiting) {
            due = Math.min(due, operator.due());
        }
        return due;
    }

    /** Groups held in open windows. */
    public long openGroups() {
        long groups = 0;
        for (Waiting operator : waiting) {
            groups += operator.groups();
        }
        for (Waiting operator : untimed) {
            groups += operator.groups();
        }
        return groups;
    }

    /** An operator that holds something back until a time. */
    public interface Waiting {

        /** When it wants a bound, or {@link #NEVER}. */
        long due();

        /** How many groups it holds. */
        int groups();
    }
}
