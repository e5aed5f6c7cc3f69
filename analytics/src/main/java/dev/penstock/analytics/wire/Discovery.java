package dev.penstock.analytics.wire;

import com.fasterxml.jackson.databind.JsonNode;
import dev.penstock.analytics.AnalyticsServices;
import dev.penstock.analytics.ApplicationSpec.Content;
import dev.penstock.analytics.run.Preprocessor;
import dev.penstock.platform.aws.AwsException;
import dev.penstock.platform.aws.AwsIdentity;
import dev.penstock.platform.data.Bytes;
import dev.penstock.platform.time.Time;
import dev.penstock.platform.wire.WireInput;
import dev.penstock.platform.wire.WireOutput;
import dev.penstock.stream.StartingPosition;
import dev.penstock.stream.StreamRecord;
import dev.penstock.stream.Streams;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Executor;

/** DiscoverInputSchema: takes records from a stream or an object and guesses what columns they have. */
record Discovery(Streams streams, AwsIdentity identity, Time time, AnalyticsServices services) {

    private static final String PROCESSED = "ProcessedInputRecords";
    private static final String RAW = "RawInputRecords";

    /** @param thread does the reading */
    CompletionStage<WireOutput.Body> call(WireInput in, Executor thread) {
        JsonNode object = in.tree().path("S3Configuration");
        if (object.isObject() == in.text("ResourceARN").isPresent()) {
            throw AnalyticsErrors.invalid("Exactly one of ResourceARN and S3Configuration must be given.");
        }
        if (object.isObject()) {
            Content.S3Object place = Specifications.object(object);
            return services.objects()
                    .object(place.bucket(), place.key())
                    .thenApply(content -> answer(List.of(content), List.of(content)));
        }
        String stream = Specifications.streamName(in.text("ResourceARN").orElseThrow());
        return SampleRecords.of(streams, stream, from(in), time, thread)
                .thenCompose(records -> processed(in, stream, records));
    }

    private static StartingPosition from(WireInput in) {
        String position = in.structure("InputStartingPositionConfiguration")
                .flatMap(configuration -> configuration.text("InputStartingPosition"))
                .orElse("NOW");
        return position.equals("NOW") ? new StartingPosition.Latest() : new StartingPosition.TrimHorizon();
    }

    private CompletionStage<WireOutput.Body> processed(WireInput in, String stream, List<StreamRecord> records) {
        List<Bytes> raw = records.stream().map(StreamRecord::data).toList();
        String function = in.tree()
                .path("InputProcessingConfiguration")
                .path("InputLambdaProcessor")
                .path("ResourceARN")
                .asText("");
        if (function.isEmpty()) {
            return CompletableFuture.completedFuture(answer(raw, raw));
        }
        return new Preprocessor("schema-discovery", stream, function, identity, services.functions())
                .call("shardId-000000000000", records)
                .thenApply(results -> answer(
                        raw,
                        results.stream()
                                .filter(result -> result.result() == Preprocessor.Result.OK)
                                .map(Preprocessor.Processed::data)
                                .toList()));
    }

    private static WireOutput.Body answer(List<Bytes> raw, List<Bytes> processed) {
        List<String> processedTexts = processed.stream().map(Bytes::utf8).toList();
        List<String> rawTexts = raw.stream().map(Bytes::utf8).toList();
        DiscoveredSchema schema = schema(processed, processedTexts, rawTexts);
        return out -> {
            out.tree("InputSchema", schema.document());
            out.tree("ParsedInputRecords", schema.parsed(processed));
            out.texts(PROCESSED, processedTexts);
            out.texts(RAW, rawTexts);
        };
    }

    private static DiscoveredSchema schema(List<Bytes> processed, List<String> processedTexts, List<String> rawTexts) {
        try {
            return DiscoveredSchema.of(processed);
        } catch (AwsException undetected) {
            throw undetected.with(RAW, rawTexts).with(PROCESSED, processedTexts);
        }
    }
}
