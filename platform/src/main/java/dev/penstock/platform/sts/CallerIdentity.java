package dev.penstock.platform.sts;

import dev.penstock.platform.aws.AwsException;
import dev.penstock.platform.aws.AwsIdentity;
import dev.penstock.platform.data.Bytes;
import dev.penstock.platform.wire.AwsEndpoint;
import dev.penstock.platform.wire.CredentialScope;
import dev.penstock.platform.wire.WireHandler;
import dev.penstock.platform.wire.WireRequest;
import dev.penstock.platform.wire.WireResponse;
import io.netty.handler.codec.http.QueryStringDecoder;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ThreadLocalRandom;

/**
 * {@code GetCallerIdentity} of AWS STS: callers are the root user of the account that their access key id names when it
 * has 12 digits, of the pipeline's account otherwise. Keys are not checked. Every other operation is refused by name.
 *
 * <p>Source: AWS STS API reference, GetCallerIdentity; service model 2011-06-15 (protocol Query).
 */
public final class CallerIdentity implements WireHandler {
    private static final String SIGNING_NAME = "sts";
    private static final String VERSION = "2011-06-15";
    private static final String XMLNS = "https://sts.amazonaws.com/doc/" + VERSION + "/";
    private static final String OPERATION = "GetCallerIdentity";
    private static final String UNSPEAKABLE = "[^A-Za-z0-9]";
    private static final int LONGEST_NAME = 64;

    private final AwsIdentity home;

    /** @param home who callers are whose key does not say it */
    public CallerIdentity(AwsIdentity home) {
        this.home = home;
    }

    /** Registers the API. */
    public void serve(AwsEndpoint endpoint) {
        endpoint.form(SIGNING_NAME, VERSION, this);
    }

    @Override
    public CompletionStage<WireResponse> handle(WireRequest request) {
        try {
            String action = action(request);
            if (!action.equals(OPERATION)) {
                throw new AwsException(
                        "InvalidAction",
                        400,
                        "Penstock does not have %s of STS; it has %s".formatted(action, OPERATION));
            }
            return CompletableFuture.completedFuture(identity(accountOf(request)));
        } catch (AwsException refusal) {
            return CompletableFuture.completedFuture(error(refusal));
        }
    }

    /** As it may stand in XML and in a log: letters and digits. */
    private static String action(WireRequest request) {
        List<String> actions;
        try {
            actions = new QueryStringDecoder(request.body().utf8(), false)
                    .parameters()
                    .getOrDefault("Action", List.of());
        } catch (IllegalArgumentException badEscape) {
            throw new AwsException("MalformedQueryString", 400, "The form cannot be read: it has a bad escape.");
        }
        if (actions.isEmpty()) {
            throw new AwsException("MissingAction", 400, "The form has no Action.");
        }
        String name = actions.get(0).replaceAll(UNSPEAKABLE, "?");
        return name.substring(0, Math.min(name.length(), LONGEST_NAME));
    }

    private String accountOf(WireRequest request) {
        return CredentialScope.of(request).flatMap(CredentialScope::account).orElse(home.account());
    }

    private static WireResponse identity(String account) {
        String id = requestId();
        return answer(200, id, """
                <GetCallerIdentityResponse xmlns="%s">
                  <GetCallerIdentityResult>
                    <Arn>arn:aws:iam::%s:root</Arn>
                    <UserId>%s</UserId>
                    <Account>%s</Account>
                  </GetCallerIdentityResult>
                  <ResponseMetadata>
                    <RequestId>%s</RequestId>
                  </ResponseMetadata>
                </GetCallerIdentityResponse>
                """.formatted(XMLNS, account, account, account, id));
    }

    private static WireResponse error(AwsException refusal) {
        String id = requestId();
        return answer(refusal.httpStatus(), id, """
                <ErrorResponse xmlns="%s">
                  <Error>
                    <Type>Sender</Type>
                    <Code>%s</Code>
                    <Message>%s</Message>
                  </Error>
                  <RequestId>%s</RequestId>
                </ErrorResponse>
                """.formatted(XMLNS, refusal.code(), refusal.getMessage(), id));
    }

    private static WireResponse answer(int status, String requestId, String xml) {
        return new WireResponse(
                status, Map.of("Content-Type", "text/xml", "x-amzn-RequestId", requestId), Bytes.utf8(xml));
    }

    private static String requestId() {
        ThreadLocalRandom random = ThreadLocalRandom.current();
        return new UUID(random.nextLong(), random.nextLong()).toString();
    }
}
