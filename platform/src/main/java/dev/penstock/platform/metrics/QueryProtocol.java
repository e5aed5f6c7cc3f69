package dev.penstock.platform.metrics;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.databind.node.POJONode;
import dev.penstock.platform.aws.AwsException;
import dev.penstock.platform.data.Bytes;
import dev.penstock.platform.wire.WireRequest;
import dev.penstock.platform.wire.WireResponse;
import java.util.Map;

/** AWS Query: a form in, XML out. SDKs before 2025 and many tools speak it. */
final class QueryProtocol implements Protocol {
    private static final String XML = "text/xml";
    private static final String XMLNS = "http://monitoring.amazonaws.com/doc/" + CloudWatchApi.VERSION + "/";

    @Override
    public Call read(WireRequest request, Bytes body) {
        ObjectNode form = QueryForm.read(body.utf8());
        JsonNode action = form.path("Action");
        if (!action.isTextual()) {
            throw new AwsException("MissingAction", 400, "The form has no Action.");
        }
        return new Call(action.textValue(), form);
    }

    @Override
    public WireResponse success(String operation, ObjectNode output) {
        StringBuilder xml = new StringBuilder();
        xml.append("<%sResponse xmlns=\"%s\">".formatted(operation, XMLNS));
        if (!output.isEmpty()) {
            write(xml, operation + "Result", output);
        }
        String id = Protocol.requestId();
        xml.append(
                "<ResponseMetadata><RequestId>%s</RequestId></ResponseMetadata></%sResponse>".formatted(id, operation));
        return answer(200, id, xml);
    }

    @Override
    public WireResponse error(AwsException refusal) {
        StringBuilder xml = new StringBuilder("<ErrorResponse xmlns=\"%s\"><Error>".formatted(XMLNS));
        text(xml, "Type", Protocol.fault(refusal));
        text(xml, "Code", refusal.code());
        text(xml, "Message", String.valueOf(refusal.getMessage()));
        String id = Protocol.requestId();
        xml.append("</Error><RequestId>%s</RequestId></ErrorResponse>".formatted(id));
        return answer(refusal.httpStatus(), id, xml);
    }

    @Override
    public AwsException unknown(String message) {
        return new AwsException("InvalidAction", 400, message);
    }

    private static WireResponse answer(int status, String requestId, StringBuilder xml) {
        return new WireResponse(
                status, Map.of("Content-Type", XML, "x-amzn-RequestId", requestId), Bytes.utf8(xml.toString()));
    }

    private static void write(StringBuilder xml, String name, JsonNode node) {
        if (node.isValueNode()) {
            text(xml, name, node instanceof POJONode time ? String.valueOf(time.getPojo()) : node.asText());
            return;
        }
        xml.append('<').append(name).append('>');
        if (node.isArray()) {
            node.forEach(item -> write(xml, "member", item));
        } else {
            node.properties().forEach(member -> write(xml, member.getKey(), member.getValue()));
        }
        xml.append("</").append(name).append('>');
    }

    private static void text(StringBuilder xml, String name, String value) {
        xml.append('<').append(name).append('>');
        for (int i = 0; i < value.length(); i++) {
            escape(xml, value.charAt(i));
        }
        xml.append("</").append(name).append('>');
    }

    private static void escape(StringBuilder xml, char c) {
        switch (c) {
            case '<' -> xml.append("&lt;");
            case '>' -> xml.append("&gt;");
            case '&' -> xml.append("&amp;");
            case '\r' -> xml.append("&#13;");
            // XML 1.0 has no way to write other control characters
            default -> xml.append(c < ' ' && c != '\n' && c != '\t' ? '\uFFFD' : c);
        }
    }
}
