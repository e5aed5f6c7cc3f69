package dev.penstock.launcher;

import dev.penstock.functions.FunctionReference;
import dev.penstock.launcher.template.PipelinePlan;
import dev.penstock.launcher.template.PlannedResource;
import dev.penstock.launcher.yaml.Position;
import dev.penstock.platform.aws.AwsException;
import dev.penstock.platform.lifecycle.StartException;
import java.util.Comparator;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;

/**
 * Where a resource stands in the template, so that what a component refuses (a rule's SQL, an application's code, a missing
 * handler) points to the line that asks for it.
 *
 * @param at {@code file:line:column}; empty when it does not stand there
 * @param resource {@code type 'name'}
 * @param parts where parts of it stand, by the path with which its component begins a refusal
 */
record TemplatePlace(String at, String resource, Map<String, Position> parts) {
    static final Set<String> FUNCTIONS = Set.of("AWS::Lambda::Function", "AWS::Serverless::Function");

    static TemplatePlace of(PipelinePlan plan, String type, String name) {
        String at = plan.resources().stream()
                .filter(resource ->
                        resource.type().equals(type) && resource.name().equals(name))
                .findFirst()
                .map(resource -> resource.at().toString())
                .orElse("");
        return new TemplatePlace(at, "%s '%s'".formatted(type, name), Map.of());
    }

    /** @param name name or ARN of a function, with a version or alias or without */
    static TemplatePlace ofFunction(PipelinePlan plan, String name) {
        String function = FunctionReference.parse(name).name();
        return plan.resources().stream()
                .filter(resource ->
                        FUNCTIONS.contains(resource.type()) && resource.name().equals(function))
                .findFirst()
                .map(TemplatePlace::of)
                .orElseGet(() -> of(plan, "AWS::Serverless::Function", name));
    }

    static TemplatePlace ofApplication(PipelinePlan plan, String name) {
        return plan.resources().stream()
                .filter(resource -> resource.type().startsWith("AWS::KinesisAnalytics")
                        && resource.type().endsWith("::Application")
                        && resource.name().equals(name))
                .findFirst()
                .map(TemplatePlace::of)
                .orElseGet(() -> of(plan, "AWS::KinesisAnalytics::Application", name));
    }

    static TemplatePlace ofLogicalId(PipelinePlan plan, String logicalId) {
        return plan.resources().stream()
                .filter(resource -> resource.logicalId().equals(logicalId))
                .findFirst()
                .map(TemplatePlace::of)
                .orElseThrow();
    }

    private static TemplatePlace of(PlannedResource resource) {
        return new TemplatePlace(
                resource.at().toString(), "%s '%s'".formatted(resource.type(), resource.name()), Map.of());
    }

    static TemplatePlace ofRule(PipelinePlan plan, String name) {
        Map<String, Position> places = plan.rulePlaces().getOrDefault(name, Map.of());
        Map<String, Position> parts = new HashMap<>();
        places.forEach((path, place) -> parts.put("rule %s: %s".formatted(name, path), place));
        Position whole = places.get("");
        return new TemplatePlace(
                whole == null ? "" : whole.toString(), "AWS::IoT::TopicRule '%s'".formatted(name), parts);
    }

    /** Runs what creates the resource; a refusal is told with the place. */
    void blamedFor(Runnable creation) {
        try {
            creation.run();
        } catch (AwsException refused) {
            String message = String.valueOf(refused.getMessage());
            throw new StartException("%s: %s: %s".formatted(text(message), refused.code(), message), refused);
        } catch (StartException failed) {
            throw new StartException("%s: %s".formatted(text(""), failed.getMessage()), failed);
        }
    }

    private String text(String message) {
        String place = parts.keySet().stream()
                .filter(part -> message.startsWith(part)
                        && (message.length() == part.length()
                                || part.endsWith(" ")
                                || ":.[".indexOf(message.charAt(part.length())) >= 0))
                .max(Comparator.comparingInt(String::length))
                .map(part -> String.valueOf(parts.get(part)))
                .orElse(at);
        return place.isEmpty() ? resource : "%s: %s".formatted(place, resource);
    }
}
