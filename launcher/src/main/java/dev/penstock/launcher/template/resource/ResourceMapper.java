package dev.penstock.launcher.template.resource;

import dev.penstock.launcher.yaml.Position;
import java.util.Map;
import java.util.Set;

/** How resources of one type are read. Sources: the CloudFormation resource schemas. */
public interface ResourceMapper {

    /** For example {@code AWS::Kinesis::Stream}. */
    String type();

    /** The property that names the resource; empty when there is none. */
    String nameProperty();

    /** The name of a resource that does not name itself. */
    String generatedName(Stack stack, String logicalId);

    /** What {@code Ref} gives. */
    default String ref(String name, Stack stack) {
        return name;
    }

    /** What {@code Fn::GetAtt} can give. */
    Map<String, String> attributes(String name, Stack stack);

    /** Properties that become resources of their own, created after this one: what they refer to may refer back. */
    default Set<String> createdApart() {
        return Set.of();
    }

    /** Reads every property and adds what the pipeline needs. Reports what is wrong and goes on. */
    void map(Resource resource, PlanDraft plan);

    /** @param name physical name */
    record Resource(String logicalId, String name, Position at, PropertyReader properties) {}
}
