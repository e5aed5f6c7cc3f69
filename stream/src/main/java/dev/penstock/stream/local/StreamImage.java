package dev.penstock.stream.local;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import dev.penstock.platform.aws.AwsIdentity;
import dev.penstock.platform.data.Bytes;
import dev.penstock.platform.data.Json;
import dev.penstock.stream.StreamSpec;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * A stream without its records, as it is written to the journal: JSON with the names of these components. Times are
 * milliseconds since the epoch.
 *
 * @param shape what it was created with
 * @param retentionMillis how long records stay now
 * @param shards by index; parents of listed shards are there although they have left the stream
 * @param parts what other packages know about the stream, by their name
 */
@JsonInclude(JsonInclude.Include.NON_NULL)
record StreamImage(
        Owner owner,
        Shape shape,
        long createdMillis,
        long retentionMillis,
        Attributes attributes,
        List<ShardImage> shards,
        Map<String, JsonNode> parts) {

    /** The account and region it lives in. */
    record Owner(String region, String account) {}

    /** What it was created with. */
    record Shape(String name, int shardCount, long retentionMillis, boolean onDemand, long maxRecordBytes) {}

    /** What was set on it. */
    @JsonInclude(JsonInclude.Include.NON_NULL)
    record Attributes(
            boolean onDemand,
            long maxRecordBytes,
            @Nullable String keyId,
            @Nullable List<Long> encryptionSwitches,
            @Nullable Integer warmMibPerSecond,
            List<ShardMetric> monitored,
            Map<String, String> tags,
            @Nullable String policy) {}

    /**
     * One shard.
     *
     * @param closedMillis {@code Long.MAX_VALUE} while it is open
     * @param parents their indexes
     * @param gone it has left; only its children still name it
     */
    record ShardImage(
            int index,
            HashKey from,
            HashKey to,
            long openedMillis,
            long closedMillis,
            List<Integer> parents,
            boolean gone) {}

    /**
     * The stream as it is; called under its lock.
     *
     * @param shards those it has, or is about to have
     */
    static StreamImage of(StreamState stream, List<Shard> shards) {
        StreamSpec spec = stream.shape().spec();
        return new StreamImage(
                new Owner(stream.identity().region(), stream.identity().account()),
                new Shape(
                        spec.name(),
                        spec.shardCount(),
                        spec.retention().toMillis(),
                        stream.shape().onDemand(),
                        stream.shape().maxRecordBytes()),
                stream.created().toEpochMilli(),
                stream.retention().toMillis(),
                attributes(stream.attributes()),
                images(shards),
                stream.parts().images(stream));
    }

    private static Attributes attributes(StreamAttributes attributes) {
        return new Attributes(
                attributes.isOnDemand(),
                attributes.maxRecordBytes(),
                attributes.encryption().map(StreamAttributes.Encryption::keyId).orElse(null),
                attributes.encryptionHistory().times(),
                attributes.warmMibPerSecond().orElse(null),
                List.copyOf(attributes.monitored()),
                new TreeMap<>(attributes.resource().tags().all()),
                attributes.resource().policy().orElse(null));
    }

    private static List<ShardImage> images(List<Shard> listed) {
        Set<Shard> gone = new LinkedHashSet<>();
        listed.forEach(shard -> gone.addAll(shard.parents()));
        listed.forEach(gone::remove);
        List<ShardImage> images = new ArrayList<>();
        gone.forEach(shard -> images.add(image(shard, List.of(), true)));
        for (Shard shard : listed) {
            images.add(image(shard, shard.parents().stream().map(Shard::index).toList(), false));
        }
        return images;
    }

    private static ShardImage image(Shard shard, List<Integer> parents, boolean gone) {
        return new ShardImage(
                shard.index(),
                shard.range().from(),
                shard.range().to(),
                shard.openedMillis(),
                shard.closedMillis(),
                parents,
                gone);
    }

    Bytes bytes() {
        try {
            return Bytes.wrap(Json.MAPPER.writeValueAsBytes(this));
        } catch (JsonProcessingException impossible) {
            throw new UncheckedIOException(impossible);
        }
    }

    /** @throws UncheckedIOException when these are not the bytes of an image */
    static StreamImage read(Bytes bytes) {
        try {
            return Json.MAPPER.readValue(bytes.toArray(), StreamImage.class);
        } catch (IOException unknown) {
            throw new UncheckedIOException(unknown);
        }
    }

    /** The account and region of a kept stream. */
    static AwsIdentity identityOf(Journal.KeptStream kept) {
        Owner owner = read(kept.image()).owner();
        return new AwsIdentity(owner.account(), owner.region());
    }

    /** What it was created with, but for what {@link #setOn} sets. */
    StreamShape streamShape() {
        return new StreamShape(
                new StreamSpec(shape.name(), shape.shardCount(), Duration.ofMillis(shape.retentionMillis())),
                shape.onDemand(),
                shape.maxRecordBytes(),
                null,
                Map.of());
    }

    /** Sets the attributes of a stream that is new. */
    void setOn(StreamAttributes target) {
        target.setMode(attributes.onDemand(), attributes.warmMibPerSecond());
        target.setMaxRecordBytes(attributes.maxRecordBytes());
        target.monitor(attributes.monitored(), true);
        target.resource().tags().add(attributes.tags(), Integer.MAX_VALUE);
        String key = attributes.keyId();
        if (key != null) {
            target.setEncryption(new StreamAttributes.Encryption(key));
        }
        List<Long> switches = attributes.encryptionSwitches();
        if (switches != null) {
            target.encryptionHistory().restore(switches);
        }
        String policy = attributes.policy();
        if (policy != null) {
            target.resource().putPolicy(policy);
        }
    }

    /** Makes the shards of the stream, without records. */
    List<Shard> openShards(ShardOpener opener) {
        Map<Integer, Shard> made = new HashMap<>();
        List<Shard> listed = new ArrayList<>();
        for (ShardImage image : shards) {
            List<Shard> parents = image.parents().stream().map(made::get).toList();
            Shard shard = opener.open(
                    new Shard.Lineage(image.index(), new HashKeyRange(image.from(), image.to()), parents),
                    image.openedMillis());
            if (image.closedMillis() != Long.MAX_VALUE) {
                shard.close(image.closedMillis());
            }
            made.put(image.index(), shard);
            if (!image.gone()) {
                listed.add(shard);
            }
        }
        return listed;
    }

    /** Makes a shard that opened at a time. */
    @FunctionalInterface
    interface ShardOpener {
        Shard open(Shard.Lineage lineage, long openedMillis);
    }
}
