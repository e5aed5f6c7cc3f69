package dev.penstock.launcher.template;

import dev.penstock.launcher.template.resource.PlanDraft;
import dev.penstock.launcher.template.resource.PropertyReader;
import dev.penstock.launcher.yaml.Findings;
import dev.penstock.launcher.yaml.YamlNode;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The Outputs section: values to show and to offer to tests. */
final class Outputs {
    private final Scope scope;
    private final PlanDraft draft;
    private final Findings errors;

    Outputs(Scope scope, PlanDraft draft, Findings errors) {
        this.scope = scope;
        this.draft = draft;
        this.errors = errors;
    }

    Map<String, String> values(YamlNode.@Nullable Mapping section) {
        Map<String, String> values = new LinkedHashMap<>();
        if (section == null) {
            return values;
        }
        section.entries().forEach((name, entry) -> {
            if (entry.value() instanceof YamlNode.Mapping body) {
                if (!isPresent(body)) {
                    return;
                }
                PropertyReader reader = new PropertyReader(
                        "output '%s'".formatted(name),
                        body,
                        scope::resolve,
                        new PropertyReader.Report(errors, draft::ignored));
                values.put(name, reader.requiredText("Value"));
                reader.text("Description");
                reader.ignore("nothing imports it here", "Export");
                reader.has("Condition");
                reader.finish();
            } else {
                errors.add(
                        entry.value().at(),
                        "output '%s' must be a map with a Value, was %s"
                                .formatted(name, entry.value().describe()));
            }
        });
        return values;
    }

    private boolean isPresent(YamlNode.Mapping output) {
        return !(output.get("Condition") instanceof YamlNode.Scalar condition)
                || scope.condition(condition.text(), condition.at()).orElse(true);
    }
}
