package dev.penstock.bench.mqtt;

import io.netty.handler.ssl.SslContext;
import io.netty.handler.ssl.SslContextBuilder;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.StringWriter;
import java.math.BigInteger;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Date;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.bouncycastle.asn1.x500.X500Name;
import org.bouncycastle.cert.jcajce.JcaX509CertificateConverter;
import org.bouncycastle.cert.jcajce.JcaX509v3CertificateBuilder;
import org.bouncycastle.openssl.jcajce.JcaPEMWriter;
import org.bouncycastle.operator.OperatorCreationException;
import org.bouncycastle.operator.jcajce.JcaContentSignerBuilder;

/** Gives every device a certificate of its own and a policy, by the operations that provision devices on AWS. */
final class DeviceCertificates {
    private static final Pattern ARN = Pattern.compile("\"certificateArn\"\\s*:\\s*\"([^\"]+)\"");
    private static final String POLICY = """
            {"policyDocument":"{\\"Version\\":\\"2012-10-17\\",\\"Statement\\":[{\\"Effect\\":\\"Allow\\",\\"Action\\":\\"iot:*\\",\\"Resource\\":\\"*\\"}]}"}""";

    private final HttpClient http = HttpClient.newHttpClient();
    private final URI endpoint;

    DeviceCertificates(int httpPort) {
        endpoint = URI.create("http://127.0.0.1:" + httpPort);
    }

    /** What each device needs to connect. */
    List<SslContext> make(int count) throws IOException, InterruptedException, GeneralSecurityException {
        X509Certificate root = (X509Certificate) CertificateFactory.getInstance("X.509")
                .generateCertificate(new ByteArrayInputStream(
                        send("GET", "/_penstock/ca.pem", "").getBytes()));
        send("POST", "/policies/load", POLICY);
        KeyPairGenerator keys = KeyPairGenerator.getInstance("EC");
        keys.initialize(256);
        List<SslContext> made = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            KeyPair pair = keys.generateKeyPair();
            X509Certificate certificate = certificate("CN=load-" + i, BigInteger.valueOf(i + 1L), pair);
            register(certificate);
            made.add(SslContextBuilder.forClient()
                    .trustManager(root)
                    .keyManager(new OneKey(pair.getPrivate(), certificate))
                    .build());
        }
        return made;
    }

    private void register(X509Certificate certificate) throws IOException, InterruptedException {
        StringWriter pem = new StringWriter();
        try (JcaPEMWriter writer = new JcaPEMWriter(pem)) {
            writer.writeObject(certificate);
        }
        String answer = send(
                "POST",
                "/certificate/register-no-ca",
                "{\"status\":\"ACTIVE\",\"certificatePem\":\"%s\"}"
                        .formatted(pem.toString().replace("\r", "").replace("\n", "\\n")));
        Matcher arn = ARN.matcher(answer);
        if (!arn.find()) {
            throw new IOException("no ARN in " + answer);
        }
        send("PUT", "/target-policies/load", "{\"target\":\"%s\"}".formatted(arn.group(1)));
    }

    private static X509Certificate certificate(String name, BigInteger serial, KeyPair pair)
            throws GeneralSecurityException {
        try {
            return new JcaX509CertificateConverter()
                    .getCertificate(new JcaX509v3CertificateBuilder(
                                    new X500Name(name),
                                    serial,
                                    Date.from(Instant.parse("2020-01-01T00:00:00Z")),
                                    Date.from(Instant.parse("2045-01-01T00:00:00Z")),
                                    new X500Name(name),
                                    pair.getPublic())
                            .build(new JcaContentSignerBuilder("SHA256withECDSA").build(pair.getPrivate())));
        } catch (OperatorCreationException failure) {
            throw new GeneralSecurityException(failure);
        }
    }

    private String send(String method, String path, String body) throws IOException, InterruptedException {
        HttpRequest request = HttpRequest.newBuilder(endpoint.resolve(path))
                .header(
                        "Authorization",
                        "AWS4-HMAC-SHA256 Credential=test/20260101/us-east-1/iot/aws4_request,"
                                + " SignedHeaders=host, Signature=0")
                .method(method, HttpRequest.BodyPublishers.ofString(body))
                .build();
        HttpResponse<String> answer = http.send(request, HttpResponse.BodyHandlers.ofString());
        if (answer.statusCode() != 200) {
            throw new IOException("%s %s: %d %s".formatted(method, path, answer.statusCode(), answer.body()));
        }
        return answer.body();
    }
}
