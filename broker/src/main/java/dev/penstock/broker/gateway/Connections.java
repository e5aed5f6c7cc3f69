package dev.penstock.broker.gateway;

import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;

/** The connections that are open, by client id. */
final class Connections {
    private final Map<String, IngressGate> byClient = new ConcurrentHashMap<>();

    /** A client connects; an older connection of it, which the engine ends, is not found any more. */
    void add(String clientId, IngressGate gate) {
        byClient.put(clientId, gate);
    }

    void remove(String clientId, IngressGate gate) {
        byClient.remove(clientId, gate);
    }

    Optional<IngressGate> find(String clientId) {
        return Optional.ofNullable(byClient.get(clientId));
    }
}
