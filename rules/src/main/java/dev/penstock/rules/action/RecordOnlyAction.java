package dev.penstock.rules.action;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.MissingNode;
import dev.penstock.platform.aws.AwsException;
import dev.penstock.platform.data.Bytes;
import dev.penstock.rules.spi.Action;
import dev.penstock.rules.spi.ActionInput;
import dev.penstock.rules.spi.ActionParameters;
import dev.penstock.rules.spi.ActionProvider;
import dev.penstock.rules.spi.Detail;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.stream.Collectors;

/**
 * An action whose service is not here: its parameters are checked and filled in, and what it would have sent is kept in
 * the sinks. Only with {@code --record-only}; nothing is sent anywhere.
 */
final class RecordOnlyAction implements Action {
    private static final String INFLUX = "influxDB";

    private final String kind;
    private final SinkWriter sinks;
    private final RecordedFields fields;
    private final List<String> target;

    private RecordOnlyAction(String kind, SinkWriter sinks, ActionParameters parameters) {
        this.kind = kind;
        this.sinks = sinks;
        fields = new RecordedFields(parameters);
        RecordedKinds.Kind known = RecordedKinds.named(kind);
        known.reader().accept(fields);
        target = known.target();
    }

    static ActionProvider provider(String kind, SinkWriter sinks) {
        return BuiltIn.of(kind, parameters -> new RecordOnlyAction(kind, sinks, parameters));
    }

    @Override
    public String awsName() {
        return kind.substring(0, 1).toUpperCase(Locale.ROOT) + kind.substring(1) + "Action";
    }

    @Override
    public String resource(ActionInput input) {
        return target(fields.details(input, MissingNode.getInstance()));
    }

    @Override
    public List<Detail> request(ActionInput input) {
        return List.of(new Detail("recorded only", "nothing is sent; see GET /_penstock/sinks/" + kind));
    }

    @Override
    public CompletionStage<List<Detail>> run(ActionInput input) {
        if (!kind.equals(INFLUX)) {
            List<Detail> details = fields.details(input, MissingNode.getInstance());
            sinks.write(kind, target(details), input, details, input.payload());
        } else {
            for (JsonNode point : points(input)) {
                List<Detail> details = fields.details(input, point);
                sinks.write(kind, target(details), input, details, Bytes.utf8(point.toString()));
            }
        }
        return CompletableFuture.completedFuture(List.of(new Detail("recorded only", "nothing was sent")));
    }

    private String target(List<Detail> details) {
        String name = details.stream()
                .filter(detail -> target.contains(detail.name()))
                .map(Detail::value)
                .collect(Collectors.joining("/"));
        return name.isEmpty() ? kind : name;
    }

    /** An object or an array of objects, each with a whole number as timestamp. */
    private static List<JsonNode> points(ActionInput input) {
        JsonNode payload = input.json().orElse(MissingNode.getInstance());
        List<JsonNode> points = new ArrayList<>();
        if (payload.isArray()) {
            payload.forEach(points::add);
        } else {
            points.add(payload);
        }
        for (JsonNode point : points) {
            if (!point.path("timestamp").isIntegralNumber()) {
                throw AwsException.validation(
                        "a point is an object with a whole number as timestamp, not " + Bytes.utf8(point.toString()));
            }
        }
        return points;
    }
}
