package dev.penstock.analytics.plan;

/** Something the planner cannot carry out; turned into an error of the code that names the pump. */
final class Unsupported extends RuntimeException {
    Unsupported(String message) {
        super(message, null, false, false);
    }
}
