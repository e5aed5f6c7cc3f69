package dev.penstock.analytics.window;

/**
 * What a step holds and when it lets go, for people.
 *
 * @param unit what is counted: groups, rows or values
 * @param most how many it may hold
 * @param isHeldBack whether what is held comes out later; else it only serves results that come out at once
 * @param closing what makes it give something out
 */
public record Holding(String unit, long most, boolean isHeldBack, String closing) {

    /** One whose content comes out later. */
    public static Holding until(String unit, long most, String closing) {
        return new Holding(unit, most, true, closing);
    }

    /** One that gives a row out for each that comes in. */
    public static Holding atOnce(String unit, long most) {
        return new Holding(unit, most, false, "nothing waits: each row that comes in gives one out at once");
    }
}
