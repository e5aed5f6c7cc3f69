package dev.penstock.broker.presence;

import dev.penstock.broker.policy.Registered;
import dev.penstock.broker.service.ServicePublisher;
import dev.penstock.platform.data.Bytes;
import dev.penstock.platform.data.Json;
import java.util.concurrent.atomic.AtomicInteger;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Tells rules and subscribers of certificates that registered themselves, so that somebody activates them. Source: AWS IoT
 * Core developer guide, Just-in-time registration.
 */
public final class RegistrationEvents {
    /** Events that rules have not accepted yet. */
    static final int MAX_UNDER_WAY = 1_000;

    private static final Logger log = LoggerFactory.getLogger(RegistrationEvents.class);
    private static final String TOPIC = "$aws/events/certificates/registered/";

    private final ServicePublisher publisher;
    private final AtomicInteger underWay = new AtomicInteger();

    public RegistrationEvents(ServicePublisher publisher) {
        this.publisher = publisher;
    }

    /** Never blocks; on any thread. */
    public void registered(Registered certificate) {
        if (underWay.incrementAndGet() > MAX_UNDER_WAY) {
            underWay.decrementAndGet();
            log.warn("left out the event that certificate {} registered itself", certificate.certificateId());
            return;
        }
        String event = Json.MAPPER
                .createObjectNode()
                .put("certificateId", certificate.certificateId())
                .put("caCertificateId", certificate.caCertificateId())
                .put("timestamp", certificate.at().toEpochMilli())
                .put("certificateStatus", "PENDING_ACTIVATION")
                .put("awsAccountId", certificate.accountId())
                .put(
                        "certificateRegistrationTimestamp",
                        Long.toString(certificate.at().toEpochMilli()))
                .toString();
        publisher
                .publish(TOPIC + certificate.caCertificateId(), Bytes.utf8(event))
                .whenComplete((done, failure) -> {
                    underWay.decrementAndGet();
                    if (failure != null) {
                        log.warn(
                                "the event that certificate {} registered itself was not accepted",
                                certificate.certificateId(),
                                failure);
                    }
                });
    }
}
