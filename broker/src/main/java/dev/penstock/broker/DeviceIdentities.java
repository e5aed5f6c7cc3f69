package dev.penstock.broker;

import dev.penstock.platform.wire.AwsEndpoint;
import dev.penstock.platform.wire.RestJsonService;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Things, certificates and policies: who may connect to the broker, and what it may do. */
public interface DeviceIdentities {

    /** The operations of the IoT control plane that are about them; rules and jobs serve others of the same service. */
    RestJsonService api();

    /**
     * Adds {@code GET /_penstock/explain/policies} to an endpoint: why devices were refused, and what policies would say to a
     * client.
     */
    void explain(AwsEndpoint endpoint);

    /** The certificate, in PEM form, that clients of the broker must trust. */
    String caCertificate();

    /**
     * Creates a thing; nothing happens when there is one that is the same.
     *
     * @throws dev.penstock.platform.aws.AwsException ResourceAlreadyExistsException, InvalidRequestException
     */
    void createThing(String name, Map<String, String> attributes);

    /** What the registry has of a thing; empty when there is none. */
    Optional<ThingData> thing(String name);

    /** The names of the groups that a thing is in; none when there is no such thing. */
    List<String> groups(String thing);

    /** @throws dev.penstock.platform.aws.AwsException MalformedPolicyException, ResourceAlreadyExistsException */
    void createPolicy(String name, String document);

    /**
     * Signs or registers a certificate.
     *
     * @return its id: 64 hexadecimal digits
     * @throws dev.penstock.platform.aws.AwsException InvalidRequestException, CertificateValidationException,
     *     ResourceAlreadyExistsException
     */
    String createCertificate(CertificateDraft draft);

    /**
     * @param target ARN of a certificate or a thing group, or a Cognito identity
     * @throws dev.penstock.platform.aws.AwsException ResourceNotFoundException
     */
    void attachPolicy(String policy, String target);

    /**
     * @param principal ARN of a certificate, or a Cognito identity
     * @throws dev.penstock.platform.aws.AwsException ResourceNotFoundException
     */
    void attachThing(String thing, String principal);

    /** A thing as others see it. */
    record ThingData(String name, String id, Optional<String> type, Map<String, String> attributes, long version) {}

    /**
     * A certificate that is wanted: by a signing request, or one that exists.
     *
     * @param request PKCS#10 in PEM form; null when {@code certificate} is given
     * @param certificate in PEM form; null when {@code request} is given
     * @param ca in PEM form, the registered authority that signed {@code certificate}; null to register without one
     */
    record CertificateDraft(
            @Nullable String request,
            @Nullable String certificate,
            @Nullable String ca,
            boolean active) {
        public CertificateDraft {
            if ((request == null) == (certificate == null)) {
                throw new IllegalArgumentException("a certificate needs a signing request or a certificate, not both");
            }
        }
    }
}
