package dev.penstock.broker.explain;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.penstock.broker.identity.Denial;
import dev.penstock.broker.identity.Denials;
import dev.penstock.broker.identity.Registry;
import dev.penstock.broker.policy.Action;
import dev.penstock.broker.policy.ClientFacts;
import dev.penstock.broker.policy.Principal;
import dev.penstock.platform.aws.AwsException;
import dev.penstock.platform.data.Bytes;
import dev.penstock.platform.data.Json;
import dev.penstock.platform.wire.AwsEndpoint;
import dev.penstock.platform.wire.WireRequest;
import dev.penstock.platform.wire.WireResponse;
import io.netty.handler.codec.http.QueryStringDecoder;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.stream.Stream;

/**
 * Why devices were refused; text for people, JSON with {@code Accept: application/json}:
 *
 * <ul>
 *   <li>{@code GET /_penstock/explain/policies}: the last refusals, the newest first, and how often policies were asked;
 *       {@code clientId} and {@code topic} choose among them
 *   <li>the same with {@code clientId}, {@code action} and {@code name}: what policies would say now to a client that does
 *       this; {@code principal} is the id of its certificate, else one that is attached to the thing of its name
 * </ul>
 */
public final class ExplainApi {
    private static final String PATH = "/_penstock/explain/policies";
    private static final int MOST_SHOWN = 20;
    private static final int BAD_REQUEST = 400;
    private static final String CERTIFICATE = ":cert/";

    private final Registry registry;
    private final Denials denials;

    public ExplainApi(Registry registry, Denials denials) {
        this.registry = registry;
        this.denials = denials;
    }

    /** Adds the path to an endpoint. */
    public void register(AwsEndpoint endpoint) {
        endpoint.path(PATH, request -> CompletableFuture.completedFuture(answer(request)));
    }

    private WireResponse answer(WireRequest request) {
        Query query = new Query(new QueryStringDecoder(request.query(), false).parameters());
        String accept = request.header("Accept");
        boolean json = accept != null && accept.contains("application/json");
        try {
            return query.one("action").isPresent() ? asked(query, json) : recent(query, json);
        } catch (IllegalArgumentException | AwsException wrong) {
            return WireResponse.json(
                    BAD_REQUEST, Json.MAPPER.createObjectNode().put("message", wrong.getMessage()) + "\n");
        }
    }

    private WireResponse asked(Query query, boolean json) {
        String clientId = query.one("clientId").orElse("");
        Action action = action(query.one("action").orElse(""));
        Principal principal = query.one("principal")
                .map(ExplainApi::certificate)
                .or(() -> attached(clientId))
                .orElseThrow(() -> new IllegalArgumentException(
                        "no certificate is attached to thing '%s'; say which one with principal=<certificate id>"
                                .formatted(clientId)));
        registry.certificates().get(principal.id());
        ClientFacts client = new ClientFacts(clientId, query.one("sourceIp").orElse("127.0.0.1"), false, false);
        Inquiry inquiry = Inquiry.of(
                registry,
                clientId,
                principal,
                registry.rule(principal, client, action, query.one("name").orElse(clientId)),
                true);
        return json ? json(InquiryDocument.of(inquiry)) : text(InquiryText.of(inquiry));
    }

    private Optional<Principal> attached(String thing) {
        return registry.things().find(thing).stream()
                .flatMap(found -> registry.things().principals(found.name()).stream())
                .filter(arn -> arn.contains(CERTIFICATE))
                .map(ExplainApi::certificate)
                .findFirst();
    }

    private static Principal certificate(String idOrArn) {
        int at = idOrArn.indexOf(CERTIFICATE);
        return Principal.certificate(at < 0 ? idOrArn : idOrArn.substring(at + CERTIFICATE.length()));
    }

    private static Action action(String name) {
        String wanted = name.toLowerCase(Locale.ROOT);
        return Stream.of(Action.values())
                .filter(action -> action.policyName().toLowerCase(Locale.ROOT).equals(wanted)
                        || action.policyName().toLowerCase(Locale.ROOT).equals("iot:" + wanted))
                .findFirst()
                .orElseThrow(() -> new IllegalArgumentException("'%s' is no action of policies; there are %s"
                        .formatted(
                                name,
                                Stream.of(Action.values())
                                        .map(Action::policyName)
                                        .toList())));
    }

    private WireResponse recent(Query query, boolean json) {
        List<Denial> found = denials.recent().stream().filter(query::chooses).toList();
        List<Denial> shown = found.stream().limit(MOST_SHOWN).toList();
        if (json) {
            ObjectNode document = Json.MAPPER.createObjectNode();
            document.set("counts", InquiryDocument.counts(denials));
            ArrayNode all = document.putArray("denials");
            shown.forEach(denial -> all.add(InquiryDocument.of(registry, denial)));
            return json(document);
        }
        StringBuilder text = new StringBuilder(InquiryText.counts(denials));
        shown.forEach(denial -> text.append('\n').append(InquiryText.of(registry, denial)));
        if (found.isEmpty()) {
            text.append("\nNo client was refused").append(query.isEmpty() ? ".\n" : " that this asks for.\n");
        } else if (found.size() > shown.size()) {
            text.append("\n%d more; choose with ?clientId= or ?topic=%n".formatted(found.size() - shown.size()));
        }
        return text(text.toString());
    }

    private static WireResponse json(ObjectNode document) {
        return WireResponse.json(200, document + "\n");
    }

    private static WireResponse text(String text) {
        return WireResponse.of(200, "text/plain; charset=utf-8", Bytes.utf8(text));
    }

    private record Query(Map<String, List<String>> parameters) {
        Optional<String> one(String name) {
            return parameters.getOrDefault(name, List.of()).stream().findFirst();
        }

        boolean isEmpty() {
            return parameters.isEmpty();
        }

        boolean chooses(Denial denial) {
            boolean client = one("clientId")
                    .map(id -> id.equals(denial.client().clientId()))
                    .orElse(true);
            boolean topic = one("topic")
                    .map(name -> denial.ruling() != null
                            && denial.ruling().request().resources().stream().anyMatch(arn -> arn.endsWith("/" + name)))
                    .orElse(true);
            return client && topic;
        }
    }
}
