package dev.penstock.broker.dataplane;

import static dev.penstock.platform.wire.RestOperation.answering;

import dev.penstock.broker.shadow.Shadows;
import dev.penstock.platform.wire.AwsEndpoint;
import dev.penstock.platform.wire.RestJsonService;
import java.util.List;

/** The table of operations. */
public final class IotData {
    /** SDKs sign {@code iotdata}, older ones and scripts the name of the gateway or of the control plane. */
    private static final List<String> SIGNING_NAMES = List.of("iotdata", "iotdevicegateway", "iot");

    private IotData() {}

    /** Registers the data plane under all its signing names. */
    public static void serve(DataGateway gateway, Shadows shadows, AwsEndpoint endpoint) {
        SIGNING_NAMES.forEach(name -> endpoint.register(service(name, gateway, shadows)));
    }

    private static RestJsonService service(String signingName, DataGateway gateway, Shadows shadows) {
        PublishOperation publish = new PublishOperation(gateway);
        RetainedOperations retained = new RetainedOperations(gateway);
        ShadowOperations shadow = new ShadowOperations(shadows);
        ConnectionOperations connections = new ConnectionOperations(gateway);
        return new RestJsonService(signingName, DataErrors.TRACED)
                .operation("POST", "/topics/{topic+}", "Publish", publish::call)
                .operation("GET", "/retainedMessage/{topic+}", "GetRetainedMessage", answering(retained::get))
                .operation("GET", "/retainedMessage", "ListRetainedMessages", answering(retained::list))
                .action("GET", "/things/{thingName}/shadow", "GetThingShadow", shadow::get)
                .action("POST", "/things/{thingName}/shadow", "UpdateThingShadow", shadow::update)
                .action("DELETE", "/things/{thingName}/shadow", "DeleteThingShadow", shadow::delete)
                .operation(
                        "GET",
                        "/api/things/shadow/ListNamedShadowsForThing/{thingName}",
                        "ListNamedShadowsForThing",
                        answering(shadow::list))
                .operation("DELETE", "/connections/{clientId}", "DeleteConnection", connections::delete);
    }
}
