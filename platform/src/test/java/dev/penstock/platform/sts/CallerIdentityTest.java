package dev.penstock.platform.sts;

import static org.assertj.core.api.Assertions.assertThat;

import dev.penstock.platform.aws.AwsIdentity;
import dev.penstock.platform.wire.AwsEndpoint;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What botocore and the producer library send, byte by byte. */
class CallerIdentityTest {
    private static final String FORM = "application/x-www-form-urlencoded; charset=utf-8";

    private final AwsEndpoint endpoint = new AwsEndpoint("127.0.0.1", 0);
    private final HttpClient http =
            HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();

    @BeforeEach
    void start() {
        new CallerIdentity(new AwsIdentity("111122223333", "eu-central-1")).serve(endpoint);
        endpoint.start();
    }

    @AfterEach
    void stop() {
        endpoint.close();
    }

    private HttpResponse<String> send(String accessKeyId, String form) throws Exception {
        HttpRequest.Builder request = HttpRequest.newBuilder(endpoint.uri())
                .header("Content-Type", FORM)
                .POST(HttpRequest.BodyPublishers.ofString(form));
        if (!accessKeyId.isEmpty()) {
            request.header("X-Amz-Date", "20260101T000000Z");
            request.header(
                    "Authorization",
                    "AWS4-HMAC-SHA256 Credential=%s/20260101/us-east-1/sts/aws4_request,".formatted(accessKeyId)
                            + " SignedHeaders=host;x-amz-date, Signature=0");
        }
        return http.send(request.build(), HttpResponse.BodyHandlers.ofString());
    }

    @ParameterizedTest
    @CsvSource({"test,111122223333", "444455556666,444455556666", "'',111122223333"})
    void callerIsTheRootUserOfItsAccount(String accessKeyId, String account) throws Exception {
        HttpResponse<String> answer = send(accessKeyId, "Action=GetCallerIdentity&Version=2011-06-15");

        assertThat(answer.statusCode()).isEqualTo(200);
        assertThat(answer.headers().firstValue("Content-Type")).contains("text/xml");
        assertThat(answer.body())
                .startsWith("<GetCallerIdentityResponse xmlns=\"https://sts.amazonaws.com/doc/2011-06-15/\">")
                .contains("<Arn>arn:aws:iam::%s:root</Arn>".formatted(account))
                .contains("<UserId>%s</UserId>".formatted(account))
                .contains("<Account>%s</Account>".formatted(account));
    }

    @ParameterizedTest
    @CsvSource({
        "Action=AssumeRole&Version=2011-06-15,InvalidAction,Penstock does not have AssumeRole of STS; it has GetCallerIdentity",
        "Action=%3Cb%3E&Version=2011-06-15,InvalidAction,Penstock does not have ?b? of STS; it has GetCallerIdentity",
        "Version=2011-06-15,MissingAction,The form has no Action."
    })
    void otherOperationIsRefusedByName(String form, String code, String message) throws Exception {
        HttpResponse<String> answer = send("test", form);

        assertThat(answer.statusCode()).isEqualTo(400);
        assertThat(answer.body())
                .contains("<ErrorResponse xmlns=\"https://sts.amazonaws.com/doc/2011-06-15/\">")
                .contains("<Type>Sender</Type>")
                .contains("<Code>%s</Code>".formatted(code))
                .contains("<Message>%s</Message>".formatted(message));
    }

    @Test
    void formThatCannotBeReadIsRefused() throws Exception {
        HttpResponse<String> answer = send("test", "Action=%GG&Version=2011-06-15");

        assertThat(answer.statusCode()).isEqualTo(400);
        assertThat(answer.body()).contains("<Code>MalformedQueryString</Code>");
    }
}
