package dev.penstock.stream.fanout;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.penstock.platform.data.Json;
import dev.penstock.stream.RegisteredConsumer;
import dev.penstock.stream.local.ResourceAttributes;
import dev.penstock.stream.local.StreamParts;
import dev.penstock.stream.local.StreamState;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/** Registered consumers as their stream shows them, and as they are kept with it. One that is DELETING is not. */
public final class ConsumerImages implements StreamParts.Part {
    /** What this part is called on disk. */
    public static final String NAME = "consumers";

    private final StreamConsumers consumers;

    /** @param consumers those of the pipeline */
    public ConsumerImages(StreamConsumers consumers) {
        this.consumers = consumers;
    }

    @Override
    public JsonNode image(StreamState stream) {
        ArrayNode images = Json.MAPPER.createArrayNode();
        for (StreamConsumer consumer : consumers.of(stream)) {
            if (consumer.isRegistered()) {
                ObjectNode image = images.addObject()
                        .put("arn", consumer.arn().toString())
                        .put("createdMillis", consumer.created().toEpochMilli());
                ObjectNode tags = image.putObject("tags");
                consumer.resource().tags().all().forEach(tags::put);
                consumer.resource().policy().ifPresent(policy -> image.put("policy", policy));
            }
        }
        return images;
    }

    @Override
    public Optional<RegisteredConsumer> consumer(String arn) {
        return ConsumerArn.parse(arn)
                .flatMap(consumers::find)
                .filter(StreamConsumer::isRegistered)
                .map(found -> found::isRegistered);
    }

    @Override
    public void restore(StreamState stream, JsonNode images) {
        for (JsonNode image : images) {
            ResourceAttributes resource = new ResourceAttributes();
            Map<String, String> tags = new HashMap<>();
            image.path("tags")
                    .properties()
                    .forEach(tag -> tags.put(tag.getKey(), tag.getValue().asText()));
            resource.tags().add(tags, Integer.MAX_VALUE);
            if (image.has("policy")) {
                resource.putPolicy(image.path("policy").asText());
            }
            ConsumerArn arn = ConsumerArn.parse(image.path("arn").asText()).orElseThrow();
            consumers.restore(stream, arn, resource, image.path("createdMillis").asLong());
        }
    }
}
