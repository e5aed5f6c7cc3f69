package dev.penstock.analytics;

import java.time.Instant;

/**
 * What an application is made of.
 *
 * @param created when, by the pipeline's clock
 * @param isRunning whether it is running now
 */
public record ApplicationDescription(ApplicationSpec spec, Instant created, boolean isRunning) {}
