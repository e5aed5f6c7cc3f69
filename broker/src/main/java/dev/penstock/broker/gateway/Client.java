package dev.penstock.broker.gateway;

import dev.penstock.broker.engine.SessionTerms;
import dev.penstock.broker.policy.Action;
import dev.penstock.broker.policy.Decision;
import dev.penstock.broker.policy.Permissions;
import dev.penstock.broker.policy.Principal;
import dev.penstock.broker.presence.ConnectionEvents;
import java.util.Optional;

/** One connected client: what it asked for, who it is and what it may do. */
record Client(ConnectRequest request, Publisher publisher, Principal principal, Permissions permissions) {

    SessionTerms terms() {
        return request.terms()
                .receiving(topic -> permissions.decide(Action.RECEIVE, topic).isAllowed());
    }

    /** As lifecycle events show it. */
    ConnectionEvents.Client live() {
        return new ConnectionEvents.Client(
                publisher.clientId(),
                publisher.principal(),
                publisher.sourceIp(),
                request.terms().expiry());
    }

    /** Why it may not connect; empty when it may. */
    Optional<String> connectDenial() {
        return denial(Action.CONNECT, terms().clientId())
                .or(() -> request.will().flatMap(will -> publishDenial(will.topic(), will.retain())));
    }

    /** Why it may not publish; empty when it may. */
    Optional<String> publishDenial(String topic, boolean retain) {
        Optional<String> denial = denial(Action.PUBLISH, topic);
        return denial.isEmpty() && retain ? denial(Action.RETAIN_PUBLISH, topic) : denial;
    }

    /** Why it may not subscribe; empty when it may. */
    Optional<String> subscribeDenial(String filter) {
        return denial(Action.SUBSCRIBE, filter);
    }

    private Optional<String> denial(Action action, String name) {
        Decision decision = permissions.decide(action, name);
        return decision.isAllowed() ? Optional.empty() : Optional.of(decision.explanation());
    }
}
