package dev.penstock.testkit;

import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The engine on the other side of the class loader border. Mirrors the public methods of the class {@link Engine#ENTRY}
 * in the distribution by name and parameter types; only JDK types cross.
 */
interface EngineBridge extends AutoCloseable {

    String endpoint();

    int mqttPort();

    /** Sends through a real MQTT client; returns after the PUBACK. */
    void publish(String topic, byte[] payload, int qos, String clientId);

    void advance(long millis);

    void settle();

    /** Each with {@code shardId}, {@code sequenceNumber}, {@code partitionKey}, {@code data} (byte[]), {@code arrivalMillis}. */
    List<Map<String, @Nullable Object>> records(String stream);

    List<Map<String, @Nullable Object>> items(String table);

    /** Each with {@code rowTimeMillis} (Long) and {@code columns} (Map). */
    List<Map<String, @Nullable Object>> rows(String inApplicationStream);

    /**
     * Each with {@code timeMillis} (Long), {@code rule}, {@code messageId}, {@code fields} (Map of texts), {@code body}
     * (byte[]).
     */
    List<Map<String, @Nullable Object>> sinks(String kind, String target);

    void clearSinks();

    void failNext(String actionKind, int runs, String code, String message);

    /** Returns its id. */
    String addStreamFault(Map<String, Object> fields);

    /** Each with {@code id}, {@code matched} (Long), {@code fired} (Long), {@code over} (Boolean) and its fields. */
    List<Map<String, @Nullable Object>> streamFaults();

    boolean removeStreamFault(String id);

    void clearStreamFaults();

    List<String> logs(String function);

    /** {@code payload} (byte[]), and {@code error} when the handler failed. */
    Map<String, @Nullable Object> invoke(String function, byte[] event);

    /**
     * Each with {@code id}, {@code source}, {@code state}, {@code result}, counters (Long) by name and {@code timeline}
     * (list of texts).
     */
    List<Map<String, @Nullable Object>> mappings(String function);

    /** By name. */
    Map<String, String> outputs();

    /** Message ids, newest first. */
    List<String> recentMessages(int limit);

    String explain(String messageId);

    Map<String, @Nullable Object> counters();

    @Override
    void close();
}
