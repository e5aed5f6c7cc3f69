package dev.penstock.rules.spi;

import dev.penstock.platform.aws.AwsIdentity;
import dev.penstock.platform.time.Time;
import dev.penstock.rules.Sinks;

/**
 * The pipeline that an action works in.
 *
 * @param identity account and region
 * @param time the one clock; timers too come from here only
 * @param sinks for what cannot be sent anywhere here: tests and the console can read it
 */
public record ActionContext(AwsIdentity identity, Time time, Sinks sinks) {}
