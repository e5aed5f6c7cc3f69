/**
 * The pipeline under load: MQTT publishes in, DynamoDB items out. Start with {@link
 * dev.penstock.bench.load.PipelineLoad}.
 */
@NullMarked
package dev.penstock.bench.load;

import org.jspecify.annotations.NullMarked;
