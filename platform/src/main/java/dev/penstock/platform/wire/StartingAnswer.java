package dev.penstock.platform.wire;

import dev.penstock.platform.aws.AwsException;
import dev.penstock.platform.data.Bytes;
import java.util.Map;

/** What clients get while the pipeline is starting, in the error shape of their protocol: SDKs try again by themselves. */
final class StartingAnswer {
    private static final int UNAVAILABLE = 503;
    private static final String MESSAGE =
            "The pipeline is starting: what its template describes is not all there yet. Try"
                    + " again in a second, or wait for the line that says it is ready.";
    private static final String RETRY_SECONDS = "1";

    private StartingAnswer() {}

    static WireResponse to(WireRequest request) {
        WireResponse refusal = FormRoutes.isForm(request)
                ? form()
                : Encoding.of(request.header("Content-Type"))
                        .error(new AwsException("ServiceUnavailableException", UNAVAILABLE, MESSAGE));
        return refusal.with(Map.of("Retry-After", RETRY_SECONDS));
    }

    private static WireResponse form() {
        String requestId = AnswerIds.requestId();
        String body = ("<ErrorResponse><Error><Type>Receiver</Type><Code>ServiceUnavailable</Code><Message>%s</Message>"
                        + "</Error><RequestId>%s</RequestId></ErrorResponse>")
                .formatted(MESSAGE, requestId);
        return new WireResponse(
                UNAVAILABLE, Map.of("Content-Type", "text/xml", AnswerIds.REQUEST_ID, requestId), Bytes.utf8(body));
    }
}
