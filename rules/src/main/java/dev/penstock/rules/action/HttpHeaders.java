package dev.penstock.rules.action;

import com.fasterxml.jackson.databind.node.TextNode;
import dev.penstock.platform.aws.AwsException;
import dev.penstock.platform.data.Bytes;
import dev.penstock.rules.spi.ActionInput;
import dev.penstock.rules.spi.ActionParameters;
import dev.penstock.rules.spi.Field;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

/** The headers of an {@code http} action and the form its payload has in a batch. */
final class HttpHeaders {
    private static final int MAX_HEADERS = 100;
    private static final String TOKEN = "[!#$%&'*+.^_`|~0-9A-Za-z-]{1,256}";
    private static final String CONTENT_TYPE = "Content-Type";
    /** They belong to the connection. */
    private static final Set<String> NOT_OURS =
            Set.of("connection", "content-length", "expect", "host", "transfer-encoding", "upgrade");

    private final List<Header> headers = new ArrayList<>();

    private record Header(String key, Field value) {}

    /** @throws AwsException InvalidRequestException for a header that cannot be sent */
    HttpHeaders(ActionParameters parameters) {
        List<ActionParameters> given = parameters.structures("headers");
        if (given.size() > MAX_HEADERS) {
            throw parameters.invalid("headers", "at most %d are allowed, not %d".formatted(MAX_HEADERS, given.size()));
        }
        for (ActionParameters header : given) {
            String key = header.text("key");
            if (!key.matches(TOKEN)) {
                throw header.invalid("key", "'%s' is not the name of a header".formatted(key));
            }
            if (NOT_OURS.contains(key.toLowerCase(Locale.ROOT))) {
                throw header.invalid("key", "the header '%s' belongs to the connection".formatted(key));
            }
            headers.add(new Header(key, header.template("value")));
        }
    }

    /** For one message, by name without regard to case. */
    Map<String, List<String>> of(ActionInput input, String contentType) {
        Map<String, List<String>> all = new TreeMap<>(String.CASE_INSENSITIVE_ORDER);
        for (Header header : headers) {
            all.computeIfAbsent(header.key(), key -> new ArrayList<>(1)).add(input.value(header.value()));
        }
        all.putIfAbsent(CONTENT_TYPE, List.of(contentType));
        return all;
    }

    /** The payload as an element of an array: JSON as it is, other text as a string. */
    Bytes element(ActionInput input) {
        if (input.json().isPresent()) {
            return input.payload();
        }
        String text = SinkWriter.text(
                input, "InvalidRequestException", "with batching it must be; encode it in the SQL, e.g. in base64");
        return Bytes.utf8(TextNode.valueOf(text).toString());
    }
}
