package dev.penstock.launcher;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import dev.penstock.broker.Brokers;
import dev.penstock.broker.DeviceIdentities;
import dev.penstock.broker.IdentitySettings;
import dev.penstock.launcher.template.PipelinePlan;
import dev.penstock.launcher.template.TemplateException;
import dev.penstock.launcher.template.TemplateReader;
import dev.penstock.platform.aws.AwsIdentity;
import dev.penstock.platform.lifecycle.StartException;
import dev.penstock.platform.time.TestTime;
import dev.penstock.platform.wire.AwsEndpoint;
import java.io.IOException;
import java.io.StringWriter;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.util.Map;
import org.bouncycastle.asn1.x500.X500Name;
import org.bouncycastle.openssl.jcajce.JcaPEMWriter;
import org.bouncycastle.operator.jcajce.JcaContentSignerBuilder;
import org.bouncycastle.pkcs.jcajce.JcaPKCS10CertificationRequestBuilder;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Devices of a template. */
class PlannedCertificatesTest {
    private static final String DEVICES = """
            Parameters:
              Request: {Type: String}
            Resources:
              Pump:
                Type: AWS::IoT::Thing
                Properties: {ThingName: pump-7, AttributePayload: {Attributes: {site: north}}}
              Certificate:
                Type: AWS::IoT::Certificate
                Properties: {Status: ACTIVE, CertificateSigningRequest: !Ref Request}
              MayPublish:
                Type: AWS::IoT::Policy
                Properties:
                  PolicyName: may-publish
                  PolicyDocument:
                    Version: '2012-10-17'
                    Statement:
                      - Effect: Allow
                        Action: ['iot:Connect', 'iot:Publish']
                        Resource: !Sub 'arn:aws:iot:${AWS::Region}:${AWS::AccountId}:*'
                        Condition: {Bool: {'iot:Connection.Thing.IsAttached': true}}
              PolicyOfCertificate:
                Type: AWS::IoT::PolicyPrincipalAttachment
                Properties: {PolicyName: !Ref MayPublish, Principal: !GetAtt Certificate.Arn}
              ThingOfCertificate:
                Type: AWS::IoT::ThingPrincipalAttachment
                Properties: {ThingName: !Ref Pump, Principal: !GetAtt Certificate.Arn}
            Outputs:
              CertificateId: {Value: !Ref Certificate}
            """;

    private final TestTime time = TestTime.at("2026-01-01T00:00:00Z");
    private final DeviceIdentities identities = Brokers.identities(AwsIdentity.DEFAULT, time, IdentitySettings.DEFAULT);

    @TempDir
    private Path folder;

    @Test
    void templateProvisionsADevice() throws Exception {
        PipelinePlan plan = read(DEVICES, Map.of("Request", request()));

        PlannedCertificates made = PlannedCertificates.create(identities, plan);

        String id = made.in(plan.outputs().getOrDefault("CertificateId", ""));
        String principal = "arn:aws:iot:us-east-1:000000000000:cert/" + id;
        assertThat(id).hasSize(64).isNotEqualTo(plan.outputs().get("CertificateId"));
        assertThat(identities.thing("pump-7").orElseThrow().attributes()).isEqualTo(Map.of("site", "north"));
        try (AwsEndpoint endpoint = new AwsEndpoint("127.0.0.1", 0)) {
            endpoint.register(identities.api());
            CaFile.serve(identities, endpoint);
            endpoint.start();
            assertThat(get(endpoint, "/certificates/" + id, "none")).contains("\"status\":\"ACTIVE\"");
            assertThat(get(endpoint, "/principal-policies", principal)).contains("\"may-publish\"");
            assertThat(get(endpoint, "/principals/things", principal)).contains("\"pump-7\"");
            assertThat(get(endpoint, "/policies/may-publish", "none")).contains("arn:aws:iot:us-east-1:000000000000:*");
            assertThat(get(endpoint, CaFile.PATH, "none"))
                    .isEqualTo(identities.caCertificate())
                    .startsWith("-----BEGIN CERTIFICATE-----");
        }
    }

    @Test
    void rulesReadThingsAsTheApiDescribesThem() throws Exception {
        PlannedCertificates.create(identities, read(DEVICES, Map.of("Request", request())));
        ThingRegistry registry = new ThingRegistry(identities, AwsIdentity.DEFAULT);

        JsonNode thing = registry.describeThing("pump-7").toCompletableFuture().join();

        assertThat(thing.path("thingArn").asText()).isEqualTo("arn:aws:iot:us-east-1:000000000000:thing/pump-7");
        assertThat(thing.path("attributes").path("site").asText()).isEqualTo("north");
        assertThat(registry.thingGroups("pump-7").toCompletableFuture().join().path("thingGroups"))
                .isEmpty();
        assertThat(registry.describeThing("none")).isCompletedExceptionally();
        assertThat(registry.thingGroups("none")).isCompletedExceptionally();
    }

    @Test
    void refusalNamesThePlaceInTheTemplate() throws Exception {
        PipelinePlan plan = read(DEVICES, Map.of("Request", "nonsense"));

        assertThatThrownBy(() -> PlannedCertificates.create(identities, plan))
                .isInstanceOf(StartException.class)
                .hasMessageContaining("template.yaml:7")
                .hasMessageContaining("The CSR is not valid");
    }

    @Test
    void malformedPolicyIsRefusedWithItsPlace() throws Exception {
        PipelinePlan plan = read("""
                Resources:
                  Bad: {Type: AWS::IoT::Policy, Properties: {PolicyName: bad, PolicyDocument: '{"Statement":[]}'}}
                """, Map.of());

        assertThatThrownBy(() -> PlannedCertificates.create(identities, plan))
                .isInstanceOf(StartException.class)
                .hasMessageContaining("AWS::IoT::Policy 'bad'")
                .hasMessageContaining("MalformedPolicyException");
    }

    @Test
    void whatIsNotEmulatedIsRefusedWhenTheTemplateIsRead() {
        assertThatThrownBy(() -> read("""
                Resources:
                  Pump: {Type: AWS::IoT::Thing, Properties: {ThingName: a b}}
                  Both: {Type: AWS::IoT::Certificate, Properties: {Status: ACTIVE}}
                  Link:
                    Type: AWS::IoT::ThingPrincipalAttachment
                    Properties: {ThingName: pump, Principal: p, ThingPrincipalType: EXCLUSIVE_THING}
                """, Map.of()))
                .isInstanceOf(TemplateException.class)
                .hasMessageContaining("'ThingName' must be 1 to 128 letters, digits and : _ -, was 'a b'")
                .hasMessageContaining("give either 'CertificateSigningRequest' or 'CertificatePem', and not both")
                .hasMessageContaining("ThingPrincipalType");
    }

    private PipelinePlan read(String template, Map<String, String> parameters) throws IOException {
        Path file = folder.resolve("template.yaml");
        Files.writeString(file, template);
        return TemplateReader.read(file, parameters, AwsIdentity.DEFAULT);
    }

    private static String get(AwsEndpoint endpoint, String path, String principal) throws Exception {
        HttpRequest request = HttpRequest.newBuilder(endpoint.uri().resolve(path))
                .header("x-amzn-iot-principal", principal)
                .header("x-amzn-principal", principal)
                .build();
        return HttpClient.newHttpClient()
                .send(request, HttpResponse.BodyHandlers.ofString())
                .body();
    }

    private static String request() throws Exception {
        KeyPairGenerator keys = KeyPairGenerator.getInstance("EC");
        keys.initialize(256);
        KeyPair pair = keys.generateKeyPair();
        StringWriter text = new StringWriter();
        try (JcaPEMWriter out = new JcaPEMWriter(text)) {
            out.writeObject(new JcaPKCS10CertificationRequestBuilder(new X500Name("CN=pump-7"), pair.getPublic())
                    .build(new JcaContentSignerBuilder("SHA256withECDSA").build(pair.getPrivate())));
        }
        return text.toString();
    }
}
