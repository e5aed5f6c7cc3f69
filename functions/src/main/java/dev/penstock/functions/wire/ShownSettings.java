package dev.penstock.functions.wire;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.MissingNode;
import dev.penstock.platform.wire.WireInput;
import dev.penstock.platform.wire.WireOutput;
import java.io.IOException;
import java.util.List;

/**
 * What a function says of itself and what changes nothing here: kept, and shown as it was given, so that tools which
 * compare what they asked for with what is there find no difference.
 *
 * @param tracing {@code PassThrough} or {@code Active}
 * @param kmsKeyArn empty when there is none
 * @param vpc missing when there is none
 */
record ShownSettings(String tracing, String kmsKeyArn, JsonNode vpc) {
    static final ShownSettings DEFAULT = new ShownSettings("PassThrough", "", MissingNode.getInstance());

    /** With what a body of CreateFunction or UpdateFunctionConfiguration says. */
    ShownSettings take(WireInput body) {
        JsonNode given = body.tree().path("VpcConfig");
        return new ShownSettings(
                body.structure("TracingConfig")
                        .flatMap(config -> config.text("Mode"))
                        .orElse(tracing),
                body.text("KMSKeyArn").orElse(kmsKeyArn),
                given.isObject() ? given : vpc);
    }

    void writeVpc(WireOutput out) throws IOException {
        if (vpc.isObject()) {
            out.structure(
                    "VpcConfig",
                    config -> config.texts("SubnetIds", texts("SubnetIds"))
                            .texts("SecurityGroupIds", texts("SecurityGroupIds"))
                            .text("VpcId", "")
                            .bool(
                                    "Ipv6AllowedForDualStack",
                                    vpc.path("Ipv6AllowedForDualStack").asBoolean(false)));
        }
    }

    private List<String> texts(String member) {
        return vpc.path(member).valueStream().map(JsonNode::asText).toList();
    }
}
