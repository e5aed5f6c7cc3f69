package dev.penstock.analytics.wire;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.penstock.platform.wire.WireOutput;
import java.io.IOException;

/** What the two versions say of an application. */
final class Descriptions {
    private final ControlPlane plane;
    private final boolean isFirst;

    /** @param isFirst of the first version of the API */
    Descriptions(ControlPlane plane, boolean isFirst) {
        this.plane = plane;
        this.isFirst = isFirst;
    }

    /** The status as the API names it. */
    String status(StoredApplication application) {
        return plane.analytics().status(application.name()).status();
    }

    ArrayNode parts(StoredApplication application, Part part) {
        ArrayNode list = JsonNodeFactory.instance.arrayNode();
        for (ObjectNode document : application.parts(part)) {
            ObjectNode description = Documents.described(document);
            if (part == Part.INPUT) {
                ArrayNode names = description.putArray("InAppStreamNames");
                Specifications.inApplicationStreams(document).forEach(names::add);
            }
            list.add(description);
        }
        return list;
    }

    static String listName(Part part) {
        return part.member + "Descriptions";
    }

    void detail(StoredApplication application, WireOutput out) throws IOException {
        out.text("ApplicationName", application.name());
        out.text("ApplicationARN", plane.arn(application.name()));
        out.text("ApplicationStatus", status(application));
        out.number("ApplicationVersionId", application.version());
        out.timestamp("CreateTimestamp", application.created());
        out.timestamp("LastUpdateTimestamp", application.updated());
        if (application.description() != null) {
            out.text("ApplicationDescription", application.description());
        }
        if (isFirst) {
            first(application, out);
        } else {
            second(application, out);
        }
        out.tree(listName(Part.LOGGING), parts(application, Part.LOGGING));
    }

    private void first(StoredApplication application, WireOutput out) throws IOException {
        out.text("ApplicationCode", application.code());
        for (Part part : new Part[] {Part.INPUT, Part.OUTPUT, Part.REFERENCE}) {
            out.tree(listName(part), parts(application, part));
        }
    }

    private void second(StoredApplication application, WireOutput out) throws IOException {
        out.text("RuntimeEnvironment", Runtimes.SQL);
        if (application.role() != null) {
            out.text("ServiceExecutionRole", application.role());
        }
        out.text("ConditionalToken", ControlPlane.token(application));
        out.structure("ApplicationConfigurationDescription", configuration -> {
            configuration.structure("SqlApplicationConfigurationDescription", sql -> {
                for (Part part : new Part[] {Part.INPUT, Part.OUTPUT, Part.REFERENCE}) {
                    sql.tree(listName(part), parts(application, part));
                }
            });
            configuration.structure(
                    "ApplicationCodeConfigurationDescription",
                    code -> code.text("CodeContentType", "PLAINTEXT")
                            .structure(
                                    "CodeContentDescription",
                                    content -> content.text("TextContent", application.code())));
        });
    }

    void summary(StoredApplication application, WireOutput out) throws IOException {
        out.text("ApplicationName", application.name());
        out.text("ApplicationARN", plane.arn(application.name()));
        out.text("ApplicationStatus", status(application));
        if (!isFirst) {
            out.number("ApplicationVersionId", application.version());
            out.text("RuntimeEnvironment", Runtimes.SQL);
        }
    }
}
