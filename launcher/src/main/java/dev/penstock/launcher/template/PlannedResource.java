package dev.penstock.launcher.template;

import dev.penstock.launcher.yaml.Position;

/**
 * One resource of a template.
 *
 * @param logicalId its key under {@code Resources}
 * @param type for example {@code AWS::Kinesis::Stream}
 * @param name its physical name
 * @param at where it stands: lets a later error of a component point into the template
 */
public record PlannedResource(String logicalId, String type, String name, Position at) {}
