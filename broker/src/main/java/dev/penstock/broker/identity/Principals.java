package dev.penstock.broker.identity;

import java.util.Optional;

/** The ARNs and ids that things and policies are attached to. */
final class Principals {
    private static final String COGNITO = "[a-z0-9-]+:[0-9a-f-]{36}";

    private Principals() {}

    static String arn(RegistryState state, String certificateId) {
        return state.arn("cert/" + certificateId);
    }

    /** The id in the ARN of a certificate of this account and region. */
    static Optional<String> certificateId(RegistryState state, String arn) {
        String start = state.arn("cert/");
        return arn.startsWith(start) ? Optional.of(arn.substring(start.length())) : Optional.empty();
    }

    /** Something that a client can prove to be: a certificate that is registered, a Cognito identity. */
    static void check(RegistryState state, String principal) {
        Optional<String> certificate = certificateId(state, principal);
        if (certificate.isPresent()) {
            if (!state.certificates.containsKey(certificate.get())) {
                throw IdentityErrors.notFound("Certificate", certificate.get());
            }
        } else if (!principal.matches(COGNITO)) {
            throw IdentityErrors.invalid(
                    "The principal '%s' must be the ARN of a certificate, such as %s, or a Cognito identity"
                            .formatted(principal, state.arn("cert/0123...")));
        }
    }

    /** What a policy may be attached to: a principal or a group of things. */
    static void checkTarget(RegistryState state, String target) {
        String group = state.arn("thinggroup/");
        if (!target.startsWith(group)) {
            check(state, target);
        } else if (!state.groups.containsKey(target.substring(group.length()))) {
            throw IdentityErrors.notFound("Thing group", target.substring(group.length()));
        }
    }
}
