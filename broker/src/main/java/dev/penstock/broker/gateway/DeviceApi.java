package dev.penstock.broker.gateway;

import dev.penstock.broker.dataplane.DeviceData;
import dev.penstock.broker.policy.Admission;
import dev.penstock.broker.policy.ClientFacts;
import dev.penstock.broker.policy.Permissions;
import dev.penstock.broker.policy.Principal;
import dev.penstock.broker.policy.RequestGuard;
import dev.penstock.platform.wire.RestJsonService;
import io.netty.channel.Channel;
import io.netty.handler.codec.http.FullHttpRequest;
import java.security.cert.X509Certificate;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The data plane for those who ask on the TLS port: by a client certificate, or by a SigV4 signature. */
final class DeviceApi {
    private static final Logger log = LoggerFactory.getLogger(DeviceApi.class);

    private final DeviceGateway gateway;
    private final Ingress ingress;
    private final ReservedServices services;
    private final Signatures signatures;

    DeviceApi(DeviceGateway gateway, Ingress ingress, ReservedServices services, Signatures signatures) {
        this.signatures = signatures;
        this.gateway = gateway;
        this.ingress = ingress;
        this.services = services;
    }

    /** Who sent a request; one that may not come in has the reason for the log. */
    Admission admit(Channel channel, FullHttpRequest request) {
        Optional<X509Certificate> shown = ShownCertificate.of(channel);
        if (shown.isPresent()) {
            return ingress.authorizer().admit(shown.get());
        }
        SignedQuery signature = signatures.of(request);
        return signature
                .problem()
                .map(Admission::refused)
                .orElseGet(() -> signature
                        .accessKeyId()
                        .map(key -> new Admission(Principal.signed(key), ""))
                        .orElseGet(() -> Admission.refused("it has neither a client certificate nor a signature")));
    }

    /** What answers to a caller. */
    RestJsonService of(Channel channel, Principal principal) {
        String address = Publisher.addressOf(channel);
        Permissions may =
                ingress.authorizer().permissions(principal, ClientFacts.http(address, ServerName.of(channel)));
        return service(new Publisher(LocalDataGateway.NO_CLIENT, address, principal.id()), (action, name) -> {
            if (!may.decide(action, name).isAllowed()) {
                throw DeviceData.forbidden();
            }
        });
    }

    /** What answers to somebody who was not admitted. */
    RestJsonService refusing(Channel channel, String why) {
        log.warn("refused a request over HTTPS from {}: {}", channel.remoteAddress(), why);
        boolean proven = ShownCertificate.of(channel).isPresent();
        return service(Publisher.inside(LocalDataGateway.NO_CLIENT), (action, name) -> {
            throw proven ? DeviceData.forbidden() : DeviceData.unauthenticated();
        });
    }

    private RestJsonService service(Publisher publisher, RequestGuard guard) {
        LocalDataGateway data = new LocalDataGateway(gateway, () -> ingress, publisher);
        return DeviceData.service(data, services.shadows(), services.jobs(), guard);
    }
}
