package dev.penstock.functions.source;

import com.fasterxml.jackson.databind.JsonNode;
import dev.penstock.functions.InvocationResult;
import dev.penstock.platform.data.Bytes;
import dev.penstock.platform.data.Json;
import dev.penstock.platform.time.Time;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Function;

/** Stands for the user's code: keeps what it was invoked with and answers as the test says. */
final class ScriptedFunction implements MappedFunctions {
    private final Time time;
    private final List<Call> calls = new CopyOnWriteArrayList<>();
    private volatile Function<Call, CompletionStage<InvocationResult>> script = call -> succeed();

    ScriptedFunction(Time time) {
        this.time = time;
    }

    void answer(Function<Call, CompletionStage<InvocationResult>> newScript) {
        script = newScript;
    }

    List<Call> calls() {
        return calls;
    }

    static CompletionStage<InvocationResult> succeed() {
        return CompletableFuture.completedFuture(new InvocationResult("id", Bytes.utf8("\"ok\""), null, Duration.ZERO));
    }

    static CompletionStage<InvocationResult> fail() {
        return CompletableFuture.completedFuture(new InvocationResult(
                "id", Bytes.utf8("{\"errorMessage\":\"broken on purpose\"}"), "Unhandled", Duration.ZERO));
    }

    @Override
    public CompletionStage<InvocationResult> invoke(String function, Bytes event) {
        Call call = Call.of(time.now(), event);
        calls.add(call);
        return script.apply(call);
    }

    @Override
    public String roleArn(String function) {
        return "arn:aws:iam::123456789012:role/fn-role";
    }

    @Override
    public boolean exists(String function) {
        return function.equals("f");
    }

    /** One invocation: when, from which shard, with which records' data. */
    record Call(Instant at, String shardId, List<String> data, Bytes event) {

        static Call of(Instant at, Bytes event) {
            try {
                JsonNode records = Json.MAPPER.readTree(event.shared()).get("Records");
                List<String> data = new ArrayList<>();
                for (JsonNode one : records) {
                    byte[] bytes = Base64.getDecoder()
                            .decode(one.get("kinesis").get("data").asText());
                    data.add(new String(bytes, StandardCharsets.UTF_8));
                }
                String eventId = records.get(0).get("eventID").asText();
                return new Call(at, eventId.substring(0, eventId.indexOf(':')), data, event);
            } catch (IOException notJson) {
                throw new UncheckedIOException(notJson);
            }
        }
    }
}
