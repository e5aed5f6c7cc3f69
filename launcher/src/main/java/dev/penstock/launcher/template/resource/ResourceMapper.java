package dev.penstock.launcher.template.resource;

import dev.penstock.launcher.yaml.Position;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;

/** How resources of one type are read. Sources: the CloudFormation resource schemas. */
public interface ResourceMapper {

    /** For example {@code AWS::Kinesis::Stream}. */
    String type();

    /** The property that names the resource; empty when there is none. */
    String nameProperty();

    /** The name of a resource that does not name itself. */
    String generatedName(Stack stack, String logicalId);

    /**
     * The physical name.
     *
     * @param given the text of a property, where it has one
     */
    default String name(Function<String, Optional<String>> given, Stack stack, String logicalId) {
        return given.apply(nameProperty()).orElseGet(() -> generatedName(stack, logicalId));
    }

    /** What {@code Ref} gives. */
    default String ref(String name, Stack stack) {
        return name;
    }

    /** What {@code Fn::GetAtt} can give. */
    Map<String, String> attributes(String name, Stack stack);

    /** What {@code Fn::GetAtt} gives for an attribute that is not known; empty when there are no others. */
    default Optional<String> anyAttribute(String attribute, String name, Stack stack) {
        return Optional.empty();
    }

    /** Reads every property and adds what the pipeline needs. Reports what is wrong and goes on. */
    void map(Resource resource, PlanDraft plan);

    /**
     * @param name physical name
     * @param metadata the texts in the resource's attribute Metadata
     */
    record Resource(
            String logicalId, String name, Position at, PropertyReader properties, Map<String, String> metadata) {
        public Resource {
            metadata = Map.copyOf(metadata);
        }
    }
}
