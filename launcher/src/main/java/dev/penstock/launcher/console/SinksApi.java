package dev.penstock.launcher.console;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.penstock.platform.data.Bytes;
import dev.penstock.platform.data.Json;
import dev.penstock.platform.wire.AwsEndpoint;
import dev.penstock.platform.wire.WireRequest;
import dev.penstock.platform.wire.WireResponse;
import dev.penstock.rules.Sinks;
import java.util.List;
import java.util.concurrent.CompletableFuture;

/**
 * What actions have sent to services that do not run here:
 *
 * <ul>
 *   <li>{@code GET /_penstock/sinks}: every target with the number of its entries
 *   <li>{@code GET /_penstock/sinks/<kind>/<target>}: what was sent there, oldest first: {@code time}, {@code rule}, {@code
 *       messageId}, {@code fields} and {@code body}, or {@code bodyBase64} when it is not text. The target is all that
 *       follows, slashes and all.
 *   <li>{@code DELETE} on either forgets it
 * </ul>
 */
final class SinksApi {
    private static final String PATH = "/_penstock/sinks";
    private static final char NOT_TEXT = '\uFFFD';

    private final Sinks sinks;

    SinksApi(Sinks sinks) {
        this.sinks = sinks;
    }

    void register(AwsEndpoint endpoint) {
        endpoint.path(PATH, request -> CompletableFuture.completedFuture(answer(request)));
    }

    private WireResponse answer(WireRequest request) {
        boolean isDelete = request.method().equals("DELETE");
        if (!isDelete && !request.method().equals("GET")) {
            return problem(405, "GET and DELETE are allowed here, not " + request.method());
        }
        String rest = request.path().substring(PATH.length());
        if (rest.isEmpty() || rest.equals("/")) {
            return isDelete ? deleteAll() : list();
        }
        int slash = rest.indexOf('/', 1);
        if (rest.charAt(0) != '/' || slash < 0 || slash == rest.length() - 1) {
            return problem(404, "a sink is %s/<kind>/<target>; GET %s lists them".formatted(PATH, PATH));
        }
        String kind = rest.substring(1, slash);
        String target = rest.substring(slash + 1);
        return isDelete ? delete(kind, target) : entries(kind, target);
    }

    private WireResponse list() {
        ArrayNode all = Json.MAPPER.createArrayNode();
        for (Sinks.Target target : sinks.targets()) {
            all.addObject()
                    .put("kind", target.kind())
                    .put("target", target.name())
                    .put("entries", target.entries())
                    .put("bytes", target.bytes());
        }
        return json(200, all);
    }

    private WireResponse entries(String kind, String target) {
        List<Sinks.Entry> entries = sinks.entries(kind, target);
        if (entries.isEmpty()) {
            return problem(
                    404,
                    "nothing was sent by a %s action to '%s'; GET %s lists the sinks".formatted(kind, target, PATH));
        }
        ArrayNode all = Json.MAPPER.createArrayNode();
        for (Sinks.Entry entry : entries) {
            ObjectNode one = all.addObject()
                    .put("time", entry.time().toString())
                    .put("rule", entry.rule())
                    .put("messageId", entry.messageId());
            ObjectNode fields = one.putObject("fields");
            entry.fields().forEach(fields::put);
            body(one, entry.body());
        }
        return json(200, all);
    }

    private static void body(ObjectNode target, Bytes body) {
        String text = body.utf8();
        if (text.indexOf(NOT_TEXT) < 0) {
            target.put("body", text);
        } else {
            target.put("bodyBase64", body.base64());
        }
    }

    private WireResponse deleteAll() {
        sinks.clear();
        return json(200, Json.MAPPER.createArrayNode());
    }

    private WireResponse delete(String kind, String target) {
        sinks.clear(kind, target);
        return json(200, Json.MAPPER.createArrayNode());
    }

    private static WireResponse problem(int status, String message) {
        return json(status, Json.MAPPER.createObjectNode().put("message", message));
    }

    private static WireResponse json(int status, Object document) {
        try {
            return WireResponse.json(status, Json.MAPPER.writeValueAsString(document) + "\n");
        } catch (JsonProcessingException notWritable) {
            throw new IllegalStateException(notWritable);
        }
    }
}
