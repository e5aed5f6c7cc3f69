/**
 * AWS IoT Jobs: jobs for things, in memory. Start with {@link dev.penstock.broker.jobs.Jobs}, which keeps them and tells
 * devices of changes; {@link dev.penstock.broker.jobs.JobTopics} is the device's side over MQTT,
 * {@link dev.penstock.broker.jobs.JobApis} both HTTP APIs.
 */
@NullMarked
package dev.penstock.broker.jobs;

import org.jspecify.annotations.NullMarked;
