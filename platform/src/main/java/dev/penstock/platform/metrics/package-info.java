/**
 * Metrics as CloudWatch keeps them, in memory and bounded, and the few CloudWatch operations that write and read them,
 * in the three protocols that clients speak: the Kinesis Client Library, the Producer Library and agents publish metrics
 * whether somebody looks or not. No alarms, dashboards, percentiles or metric math. Start with {@link
 * dev.penstock.platform.metrics.MetricStore}. It lives in platform for the reasons of the logs beside it:
 * docs/adr/0010.
 */
@NullMarked
package dev.penstock.platform.metrics;

import org.jspecify.annotations.NullMarked;
