package dev.penstock.stream.wire;

import com.fasterxml.jackson.core.JsonProcessingException;
import dev.penstock.platform.aws.AwsException;
import dev.penstock.platform.data.Json;
import dev.penstock.platform.wire.WireInput;
import dev.penstock.platform.wire.WireOutput;
import dev.penstock.stream.fanout.StreamConsumers;
import dev.penstock.stream.local.InMemoryStreams;
import dev.penstock.stream.local.KinesisErrors;
import dev.penstock.stream.local.ResourceAttributes;
import org.jspecify.annotations.Nullable;

/** PutResourcePolicy, GetResourcePolicy and DeleteResourcePolicy. Policies are kept and keep nobody out. */
final class ResourcePolicies {
    private static final String NO_POLICY = "{}";

    private ResourcePolicies() {}

    static WireOutput.Body put(WireInput in, InMemoryStreams streams, StreamConsumers consumers) {
        ResourceReference resource = ResourceReference.read(in);
        @Nullable String policy = in.text("Policy").orElse(null);
        resource.check(new Violations()).required("policy", policy).refuse();
        ResourceAttributes attributes = resource.in(streams, consumers);
        String document = String.valueOf(policy);
        checkDocument(document);
        attributes.putPolicy(document);
        return WireOutput.Body.NONE;
    }

    private static void checkDocument(String policy) {
        boolean object;
        try {
            object = Json.MAPPER.readTree(policy).isObject();
        } catch (JsonProcessingException malformed) {
            object = false;
        }
        if (!object) {
            throw KinesisErrors.invalidArgument("The policy is not a JSON object.");
        }
    }

    static WireOutput.Body get(WireInput in, InMemoryStreams streams, StreamConsumers consumers) {
        ResourceReference resource = ResourceReference.read(in);
        resource.check(new Violations()).refuse();
        String policy = resource.in(streams, consumers).policy().orElse(NO_POLICY);
        return out -> out.text("Policy", policy);
    }

    /** @throws AwsException ResourceNotFoundException, also when there is no policy */
    static WireOutput.Body delete(WireInput in, InMemoryStreams streams, StreamConsumers consumers) {
        ResourceReference resource = ResourceReference.read(in);
        resource.check(new Violations()).refuse();
        if (!resource.in(streams, consumers).removePolicy()) {
            throw KinesisErrors.noPolicy(resource.text());
        }
        return WireOutput.Body.NONE;
    }
}
