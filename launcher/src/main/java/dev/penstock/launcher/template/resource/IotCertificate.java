package dev.penstock.launcher.template.resource;

import dev.penstock.broker.DeviceIdentities.CertificateDraft;
import dev.penstock.launcher.template.resource.PlannedDevices.PlannedCertificate;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.Map;

/** {@code AWS::IoT::Certificate}: one that is signed for a request, or one that exists. */
final class IotCertificate implements ResourceMapper {
    private static final String REQUEST = "CertificateSigningRequest";
    private static final String CERTIFICATE = "CertificatePem";

    @Override
    public String type() {
        return "AWS::IoT::Certificate";
    }

    @Override
    public String nameProperty() {
        return "";
    }

    /** Looks like the id that it gets; the real one is known when it is made, and takes the place of this one. */
    @Override
    public String generatedName(Stack stack, String logicalId) {
        try {
            byte[] text = (stack.name() + "/" + logicalId).getBytes(StandardCharsets.UTF_8);
            return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(text));
        } catch (NoSuchAlgorithmException impossible) {
            throw new AssertionError("every Java platform has SHA-256", impossible);
        }
    }

    @Override
    public Map<String, String> attributes(String name, Stack stack) {
        return Map.of("Arn", stack.arn("iot", "cert/" + name), "Id", name);
    }

    @Override
    public void map(Resource resource, PlanDraft plan) {
        PropertyReader properties = resource.properties();
        boolean active =
                properties.requiredOneOf("Status", "ACTIVE", "INACTIVE").equals("ACTIVE");
        properties.oneOf("CertificateMode", "DEFAULT", "SNI_ONLY");
        String request = properties.text(REQUEST).orElse(null);
        String certificate = properties.text(CERTIFICATE).orElse(null);
        String ca = properties.text("CACertificatePem").orElse(null);
        if ((request == null) == (certificate == null)) {
            properties.error(resource.at(), "give either '%s' or '%s', and not both".formatted(REQUEST, CERTIFICATE));
        }
        plan.addDevice(
                "certificate",
                resource,
                () -> new PlannedCertificate(
                        resource.logicalId(), resource.name(), new CertificateDraft(request, certificate, ca, active)),
                plan.devices().certificates::add);
    }
}
