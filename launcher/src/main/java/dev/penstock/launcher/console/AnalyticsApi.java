package dev.penstock.launcher.console;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.penstock.analytics.Analytics;
import dev.penstock.analytics.ApplicationStatus;
import dev.penstock.analytics.ApplicationView;
import dev.penstock.platform.aws.AwsException;
import dev.penstock.platform.data.Json;
import dev.penstock.platform.time.Time;
import dev.penstock.platform.wire.AwsEndpoint;
import dev.penstock.platform.wire.WireRequest;
import dev.penstock.platform.wire.WireResponse;
import java.util.concurrent.CompletableFuture;

/**
 * What goes on inside the streaming SQL applications:
 *
 * <ul>
 *   <li>{@code GET /_penstock/analytics}: every application with its counters
 *   <li>{@code GET /_penstock/analytics/<application>}: streams with their watermark, their newest rows and why they have
 *       none, pumps with rows in and out, windows with what they hold and when they close, error rows, the plan
 * </ul>
 */
public final class AnalyticsApi {
    private static final String PATH = "/_penstock/analytics";

    private final Analytics analytics;
    private final Time time;

    public AnalyticsApi(Analytics analytics, Time time) {
        this.analytics = analytics;
        this.time = time;
    }

    /** Adds the paths to an endpoint. */
    public void register(AwsEndpoint endpoint) {
        endpoint.path(PATH, request -> CompletableFuture.completedFuture(answer(request)));
    }

    private WireResponse answer(WireRequest request) {
        if (!request.method().equals("GET")) {
            return problem(405, "GET is allowed here, not " + request.method());
        }
        String rest = request.path().substring(PATH.length());
        if (rest.isEmpty() || rest.equals("/")) {
            return json(200, list());
        }
        String name = rest.substring(1);
        try {
            return json(200, new ApplicationDocument(analytics.view(name), time.now()).json());
        } catch (AwsException unknown) {
            return problem(
                    404,
                    "there is no application '%s'; there are: %s"
                            .formatted(name, String.join(", ", analytics.applications())));
        }
    }

    private ArrayNode list() {
        ArrayNode all = Json.MAPPER.createArrayNode();
        for (String name : analytics.applications()) {
            ApplicationView view = analytics.view(name);
            ApplicationStatus status = view.status();
            all.addObject()
                    .put("name", name)
                    .put("status", status.status())
                    .put("millisBehindLatest", view.millisBehindLatest())
                    .put("rowsIn", status.rowsIn())
                    .put("rowsOut", status.rowsOut())
                    .put("errorRows", status.errorRows())
                    .put("openGroups", status.openGroups());
        }
        return all;
    }

    private static WireResponse problem(int status, String message) {
        ObjectNode problem = Json.MAPPER.createObjectNode().put("message", message);
        return json(status, problem);
    }

    private static WireResponse json(int status, Object document) {
        try {
            return WireResponse.json(status, Json.MAPPER.writeValueAsString(document) + "\n");
        } catch (JsonProcessingException notWritable) {
            throw new IllegalStateException(notWritable);
        }
    }
}
