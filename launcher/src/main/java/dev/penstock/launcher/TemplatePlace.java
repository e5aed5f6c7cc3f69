package dev.penstock.launcher;

import dev.penstock.launcher.template.PipelinePlan;
import dev.penstock.platform.aws.AwsException;
import dev.penstock.platform.lifecycle.StartException;

/**
 * Where a resource stands in the template, so that what a component refuses (a rule's SQL, an application's code, a missing
 * handler) points to the line that asks for it.
 *
 * @param text {@code file:line:column: type 'name'}
 */
record TemplatePlace(String text) {

    static TemplatePlace of(PipelinePlan plan, String type, String name) {
        return plan.resources().stream()
                .filter(resource ->
                        resource.type().equals(type) && resource.name().equals(name))
                .findFirst()
                .map(resource -> new TemplatePlace("%s: %s '%s'".formatted(resource.at(), type, name)))
                .orElseGet(() -> new TemplatePlace("%s '%s'".formatted(type, name)));
    }

    /** Runs what creates the resource; a refusal is told with the place. */
    void blamedFor(Runnable creation) {
        try {
            creation.run();
        } catch (AwsException refused) {
            throw new StartException("%s: %s: %s".formatted(text, refused.code(), refused.getMessage()), refused);
        } catch (StartException failed) {
            throw new StartException("%s: %s".formatted(text, failed.getMessage()), failed);
        }
    }
}
