package dev.penstock.launcher.settings;

/**
 * How SQL applications are run.
 *
 * @param autoStart whether applications of a template start with the pipeline; CloudFormation never starts one
 */
public record AnalyticsOptions(boolean autoStart) {
    /** They start. */
    public static final AnalyticsOptions DEFAULT = new AnalyticsOptions(true);
}
