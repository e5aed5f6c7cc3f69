package dev.penstock.platform.wire;

import static org.assertj.core.api.Assertions.assertThat;

import dev.penstock.platform.data.Bytes;
import io.netty.handler.codec.http.DefaultHttpHeaders;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class CredentialScopeTest {

    @ParameterizedTest(name = "{0}")
    @CsvSource({
        "AKID/20260101/us-east-1/iot/aws4_request, AKID, us-east-1, iot",
        "a/b/c/20260101/eu-west-1/kinesis/aws4_request, a/b/c, eu-west-1, kinesis",
        "/20260101/eu-west-1/kinesis/aws4_request, '', eu-west-1, kinesis",
        "AKID/20260101///aws4_request, AKID, '', ''",
    })
    void partsAreCountedFromTheEnd(String credential, String accessKeyId, String region, String service) {
        WireRequest request = signed(credential);

        var scope = CredentialScope.of(request);

        assertThat(scope).contains(new CredentialScope(accessKeyId, region, service));
    }

    @ParameterizedTest(name = "'{0}'")
    @CsvSource({"AKID", "''", "/", "AKID/us-east-1/iot/aws4_request", "///"})
    void credentialWithTooFewPartsIsNone(String credential) {
        WireRequest request = signed(credential);

        var scope = CredentialScope.of(request);

        assertThat(scope).isEmpty();
    }

    @ParameterizedTest(name = "{0}: {1}")
    @CsvSource({
        "123456789012, true",
        "12345678901, false",
        "1234567890123, false",
        "12345678901x, false",
        "\u0661\u0662\u0663\u0664\u0665\u0666\u0667\u0668\u0669\u0660\u0661\u0662, false"
    })
    void twelveDigitsNameTheAccount(String accessKeyId, boolean named) {
        var scope = new CredentialScope(accessKeyId, "us-east-1", "iot");

        var account = scope.account();

        assertThat(account.isPresent()).isEqualTo(named);
    }

    @Test
    void credentialEndsAtTheComma() {
        WireRequest request = request("AWS4-HMAC-SHA256 Signature=0, Credential=A/1/r/s/aws4_request , X=y");

        var scope = CredentialScope.of(request);

        assertThat(scope).contains(new CredentialScope("A", "r", "s"));
    }

    private static WireRequest signed(String credential) {
        return request("AWS4-HMAC-SHA256 Credential=%s, SignedHeaders=host, Signature=00".formatted(credential));
    }

    private static WireRequest request(String authorization) {
        return new WireRequest(
                "POST", "/", "", new DefaultHttpHeaders().set("Authorization", authorization), Bytes.EMPTY);
    }
}
