package dev.penstock.platform.metrics;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.penstock.platform.aws.AwsException;
import dev.penstock.platform.wire.AwsEndpoint;
import dev.penstock.platform.wire.WireHandler;
import dev.penstock.platform.wire.WireRequest;
import dev.penstock.platform.wire.WireResponse;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.function.BiFunction;

/** The table of operations, in one protocol. What is not here is refused by name, with the list of those that are. */
final class CloudWatchApi implements WireHandler {
    /** The name of the service in its targets and paths. */
    static final String SERVICE = "GraniteServiceVersion20100801";

    private static final String SIGNING_NAME = "monitoring";

    /** The version of the API, which tells its forms from those of other services. */
    static final String VERSION = "2010-08-01";

    private final Map<String, BiFunction<MetricStore, MetricInput, ObjectNode>> operations = new TreeMap<>();
    private final MetricStore store;
    private final Protocol protocol;

    private CloudWatchApi(MetricStore store, Protocol protocol) {
        this.store = store;
        this.protocol = protocol;
        operations.put("PutMetricData", PutMetricData::call);
        operations.put("ListMetrics", ListMetrics::call);
        operations.put("GetMetricStatistics", GetMetricStatistics::call);
        operations.put("GetMetricData", GetMetricData::call);
    }

    static void register(MetricStore store, AwsEndpoint endpoint) {
        endpoint.target(SERVICE, new CloudWatchApi(store, new JsonProtocol()));
        endpoint.path(CborProtocol.PATH, new CloudWatchApi(store, new CborProtocol()));
        endpoint.form(SIGNING_NAME, VERSION, new CloudWatchApi(store, new QueryProtocol()));
    }

    @Override
    public CompletionStage<WireResponse> handle(WireRequest request) {
        try {
            Protocol.Call call = protocol.read(request, RequestBody.of(request));
            BiFunction<MetricStore, MetricInput, ObjectNode> operation = operations.get(call.operation());
            if (operation == null) {
                throw protocol.unknown("Penstock does not have %s of CloudWatch; it has %s"
                        .formatted(call.operation(), operations.keySet()));
            }
            ObjectNode output = operation.apply(store, new MetricInput(call.input(), ""));
            return CompletableFuture.completedFuture(protocol.success(call.operation(), output));
        } catch (AwsException refusal) {
            return CompletableFuture.completedFuture(protocol.error(refusal));
        }
    }
}
