package dev.penstock.launcher.cli;

import dev.penstock.launcher.template.PipelinePlan;
import dev.penstock.launcher.template.PlannedResource;
import dev.penstock.launcher.yaml.Finding;
import java.util.ArrayList;
import java.util.List;

/** Tells the user what a template became: what will run, what has no effect here and where it stands. */
final class PlanReport {
    private PlanReport() {}

    /** One line for each resource, then each thing without effect. */
    static List<String> lines(PipelinePlan plan) {
        List<String> lines = new ArrayList<>();
        for (PlannedResource resource : plan.resources()) {
            lines.add("%-28s %-34s %s".formatted(resource.logicalId(), resource.type(), resource.name()));
        }
        for (Finding finding : plan.ignored()) {
            lines.add("no effect here: " + finding);
        }
        return lines;
    }
}
