package dev.penstock.analytics.wire;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.penstock.platform.wire.WireInput;
import dev.penstock.platform.wire.WireOutput;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Adds and removes inputs, outputs, reference tables, pre-processors and logging options. */
final class PartOperations {
    private static final String PROCESSING = "InputProcessingConfiguration";

    private final ControlPlane plane;
    private final Model model;
    private final Descriptions descriptions;
    private final boolean isFirst;

    PartOperations(ControlPlane plane, Model model, Descriptions descriptions, boolean isFirst) {
        this.plane = plane;
        this.model = model;
        this.descriptions = descriptions;
        this.isFirst = isFirst;
    }

    void addTo(AnalyticsOperations operations) {
        for (Part part : Part.values()) {
            operations.operation(
                    "AddApplication" + part.member,
                    model.change().need(part.member, part.shape(model)),
                    in -> add(in, part));
            if (part != Part.INPUT) {
                operations.operation(
                        "DeleteApplication" + part.member,
                        model.change().need(part.id, Model.ID),
                        in -> delete(in, part));
            }
        }
        operations.operation(
                "AddApplicationInputProcessingConfiguration",
                model.change().need(Part.INPUT.id, Model.ID).need(PROCESSING, model.processing),
                in -> process(in, Optional.of((ObjectNode) in.tree().path(PROCESSING))));
        operations.operation(
                "DeleteApplicationInputProcessingConfiguration",
                model.change().need(Part.INPUT.id, Model.ID),
                in -> process(in, Optional.empty()));
    }

    private WireOutput.Body add(WireInput in, Part part) {
        ObjectNode document = (ObjectNode) in.tree().path(part.member);
        StoredApplication changed = plane.change(in, application -> {
            List<ObjectNode> parts = new ArrayList<>(application.parts(part));
            parts.add(Creation.identified(document, part, "%d.1".formatted(application.version() + 1)));
            Creation.checkCount(part, parts.size());
            return application.with(part, parts);
        });
        return answer(changed, part);
    }

    private WireOutput.Body delete(WireInput in, Part part) {
        String id = in.text(part.id).orElseThrow();
        StoredApplication changed = plane.change(in, application -> {
            List<ObjectNode> rest = new ArrayList<>(application.parts(part));
            if (!rest.removeIf(document -> document.path(part.id).asText().equals(id))) {
                throw missing(application, part, id);
            }
            return application.with(part, rest);
        });
        return isFirst
                ? WireOutput.Body.NONE
                : out -> {
                    version(changed, out);
                    if (part == Part.LOGGING) {
                        out.tree(Descriptions.listName(part), descriptions.parts(changed, part));
                    }
                };
    }

    private WireOutput.Body process(WireInput in, Optional<ObjectNode> processing) {
        String id = in.text(Part.INPUT.id).orElseThrow();
        StoredApplication changed = plane.change(in, application -> {
            List<ObjectNode> inputs = new ArrayList<>();
            for (ObjectNode input : application.inputs()) {
                if (!input.path(Part.INPUT.id).asText().equals(id)) {
                    throw missing(application, Part.INPUT, id);
                }
                inputs.add(processed(input, processing));
            }
            if (inputs.isEmpty()) {
                throw missing(application, Part.INPUT, id);
            }
            return application.with(Part.INPUT, inputs);
        });
        return isFirst
                ? WireOutput.Body.NONE
                : out -> {
                    version(changed, out);
                    if (processing.isPresent()) {
                        out.text(Part.INPUT.id, id);
                        out.tree(PROCESSING + "Description", Documents.described(processing.get()));
                    }
                };
    }

    private static ObjectNode processed(ObjectNode input, Optional<ObjectNode> processing) {
        ObjectNode copy = input.deepCopy();
        if (processing.isEmpty()) {
            if (copy.remove(PROCESSING) == null) {
                throw AnalyticsErrors.notFound("The input has no %s.".formatted(PROCESSING));
            }
        } else if (copy.hasNonNull(PROCESSING)) {
            throw AnalyticsErrors.invalid("The input has an %s already; update it.".formatted(PROCESSING));
        } else {
            copy.set(PROCESSING, processing.get());
        }
        return copy;
    }

    private WireOutput.Body answer(StoredApplication changed, Part part) {
        return isFirst
                ? WireOutput.Body.NONE
                : out -> {
                    version(changed, out);
                    out.tree(Descriptions.listName(part), descriptions.parts(changed, part));
                };
    }

    private void version(StoredApplication changed, WireOutput out) throws java.io.IOException {
        out.text("ApplicationARN", plane.arn(changed.name()));
        out.number("ApplicationVersionId", changed.version());
    }

    private static RuntimeException missing(StoredApplication application, Part part, String id) {
        return AnalyticsErrors.notFound("Application %s has no %s %s.".formatted(application.name(), part.id, id));
    }
}
