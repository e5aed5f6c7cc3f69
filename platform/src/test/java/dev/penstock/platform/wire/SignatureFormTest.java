package dev.penstock.platform.wire;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.penstock.platform.aws.AwsException;
import dev.penstock.platform.data.Bytes;
import io.netty.handler.codec.http.DefaultHttpHeaders;
import io.netty.handler.codec.http.HttpHeaders;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class SignatureFormTest {
    private static final SignatureForm LENIENT = new SignatureForm(false);
    private static final SignatureForm STRICT = new SignatureForm(true);
    private static final String NO_DATE =
            "Authorization header requires existence of either a 'X-Amz-Date' or a 'Date' header. ";

    @Test
    void wholeSignatureIsGoodWhoeverItIsBy() {
        String header = "AWS4-HMAC-SHA256 Credential=anyone/20260101/us-east-1/kinesis/aws4_request,"
                + " SignedHeaders=host, Signature=0";

        assertThatCode(() -> STRICT.check(request(header, "", "20260101T000000Z")))
                .doesNotThrowAnyException();
        assertThatCode(() -> STRICT.check(request(
                        null,
                        "X-Amz-Algorithm=a&X-Amz-Credential=b&X-Amz-Signature=c&X-Amz-SignedHeaders=d&X-Amz-Date=e",
                        null)))
                .doesNotThrowAnyException();
    }

    @Test
    void dateAloneMayBeMissingUnlessSignaturesAreRequired() {
        WireRequest undated = request("AWS4-HMAC-SHA256 Credential=a, SignedHeaders=b, Signature=c", "", null);

        assertThatCode(() -> LENIENT.check(undated)).doesNotThrowAnyException();
        assertThat(refusal(STRICT, undated))
                .hasMessage(NO_DATE + "Authorization=AWS4-HMAC-SHA256 Credential=a, SignedHeaders=b, Signature=c");
    }

    @ParameterizedTest
    @CsvSource({",''", "'',''", ",X-Amz-Credential=a&X-Amz-Signature=b&X-Amz-SignedHeaders=c&X-Amz-Date=d"})
    void unsignedRequestIsRefusedOnlyWhenSignaturesAreRequired(@Nullable String header, String query) {
        WireRequest unsigned = request(header, query, null);

        assertThatCode(() -> LENIENT.check(unsigned)).doesNotThrowAnyException();
        AwsException refusal = refusal(STRICT, unsigned);
        assertThat(refusal.code()).isEqualTo("MissingAuthenticationTokenException");
        assertThat(refusal).hasMessage("Missing Authentication Token");
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "X-Amz-Algorith"})
    void everyMissingPartOfTheHeaderHasASentence(String query) {
        AwsException refusal = refusal(LENIENT, request("X", query, null));

        assertThat(refusal.code()).isEqualTo("IncompleteSignatureException");
        assertThat(refusal.httpStatus()).isEqualTo(400);
        assertThat(refusal)
                .hasMessage("Authorization header requires 'Credential' parameter. "
                        + "Authorization header requires 'Signature' parameter. "
                        + "Authorization header requires 'SignedHeaders' parameter. " + NO_DATE + "Authorization=X");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "AWS4- Signature=b Credential=a",
                "AWS4- Signature=b,Credential=a",
                "AWS4- Signature=b, Credential=a",
                "AWS4- Signature=b, Credential=a, SignedHeaders=",
                "AWS4- Signature=b, Credential=a, SignedHeaders= ,",
                "AWS4- Signature=b, Credential=a, XSignedHeaders=c"
            })
    void partsAreFoundHoweverTheyAreParted(String header) {
        assertThat(refusal(LENIENT, request(header, "", "a")))
                .hasMessage("Authorization header requires 'SignedHeaders' parameter. Authorization=" + header);
    }

    @Test
    void everyMissingPartOfTheQueryHasASentence() {
        assertThat(refusal(LENIENT, request(null, "X-Amz-Algorithm", null)))
                .hasMessage("AWS query-string parameters must include 'X-Amz-Algorithm'. "
                        + "AWS query-string parameters must include 'X-Amz-Credential'. "
                        + "AWS query-string parameters must include 'X-Amz-Signature'. "
                        + "AWS query-string parameters must include 'X-Amz-SignedHeaders'. "
                        + "AWS query-string parameters must include 'X-Amz-Date'. "
                        + "Re-examine the query-string parameters.");
        assertThat(refusal(
                        LENIENT,
                        request(null, "X-Amz-Algorithm=a&X-Amz-Credential=b&X-Amz-Signature=c&X-Amz-Date=d", null)))
                .hasMessage("AWS query-string parameters must include 'X-Amz-SignedHeaders'. "
                        + "Re-examine the query-string parameters.");
    }

    @Test
    void signatureInBothPlacesIsInvalid() {
        AwsException refusal = refusal(LENIENT, request("X", "X-Amz-Algorithm", null));

        assertThat(refusal.code()).isEqualTo("InvalidSignatureException");
        assertThat(refusal)
                .hasMessage("Found both 'X-Amz-Algorithm' as a query-string param and 'Authorization' as HTTP header.");
    }

    private static AwsException refusal(SignatureForm form, WireRequest request) {
        AwsException refusal = catchThrowableOfType(AwsException.class, () -> form.check(request));
        assertThat(refusal).as("a refusal").isNotNull();
        return refusal;
    }

    private static WireRequest request(@Nullable String authorization, String query, @Nullable String date) {
        HttpHeaders headers = new DefaultHttpHeaders();
        if (authorization != null) {
            headers.set("Authorization", authorization);
        }
        if (date != null) {
            headers.set("Date", date);
        }
        return new WireRequest("POST", "/", query, headers, Bytes.EMPTY);
    }
}
