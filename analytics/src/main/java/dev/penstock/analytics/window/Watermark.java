package dev.penstock.analytics.window;

import java.util.ArrayList;
import java.util.List;

/**
 * Knows the next time at which an operator of a pump, or of the application, has something to give out, and what its
 * operators hold. Used by the application's thread only.
 */
public final class Watermark {
    /** Nothing waits for time. */
    public static final long NEVER = Long.MAX_VALUE;

    private final List<Entry> entries = new ArrayList<>();

    /** Adds all operators that a part of the application has. */
    public void add(Watermark part) {
        entries.addAll(part.entries);
    }

    /**
     * Adds an operator that may wait for time.
     *
     * @param step as the plan has it
     */
    public void add(Waiting operator, String step, Holding holding) {
        entries.add(new Entry(operator, step, holding));
    }

    /** Takes all operators so far off the clock: their windows are closed by rows alone. */
    public void setUntimed() {
        entries.forEach(entry -> entry.isTimed = false);
    }

    /** The earliest time that is waited for, or {@link #NEVER}. */
    public long nextDue() {
        long due = NEVER;
        for (int i = 0; i < entries.size(); i++) { // for each row: no iterator
            Entry entry = entries.get(i);
            if (entry.isTimed) {
                due = Math.min(due, entry.operator.due());
            }
        }
        return due;
    }

    /** Groups held in open windows. */
    public long openGroups() {
        long groups = 0;
        for (Entry entry : entries) {
            groups += entry.operator.groups();
        }
        return groups;
    }

    /** What each operator holds now, in the order in which they were added. */
    public List<Held> held() {
        return entries.stream().map(Entry::held).toList();
    }

    /** An operator that holds something back until a time. */
    public interface Waiting {

        /** When it wants a bound, or {@link #NEVER}. */
        long due();

        /** How many groups, or rows, it holds. */
        int groups();
    }

    /**
     * What an operator holds now.
     *
     * @param step as the plan has it
     * @param due when the clock makes it give something out, or {@link #NEVER}
     * @param isTimed whether the clock can; else only rows do
     */
    public record Held(String step, Holding holding, long count, long due, boolean isTimed) {}

    private static final class Entry {
        private final Waiting operator;
        private final String step;
        private final Holding holding;
        private boolean isTimed = true;

        Entry(Waiting operator, String step, Holding holding) {
            this.operator = operator;
            this.step = step;
            this.holding = holding;
        }

        Held held() {
            return new Held(step, holding, operator.groups(), isTimed ? operator.due() : NEVER, isTimed);
        }
    }
}
