package dev.penstock.broker.gateway;

import io.netty.buffer.ByteBufUtil;
import io.netty.handler.codec.http.FullHttpRequest;
import io.netty.handler.codec.http.HttpHeaderNames;
import io.netty.handler.codec.http.QueryStringDecoder;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/**
 * The text that a SigV4 signature of a request is about. Source: AWS General Reference, Create a signed AWS API request; AWS
 * IoT Core developer guide, MQTT over WebSocket, for the token that is appended after signing.
 */
final class CanonicalRequest {
    private static final String HEX = "0123456789ABCDEF";
    private static final String UNRESERVED = "-._~";
    private static final String SIGNATURE = "X-Amz-Signature";
    private static final String UNSIGNED = "UNSIGNED-PAYLOAD";
    private static final String TOKEN = "X-Amz-Security-Token";

    private final FullHttpRequest request;
    private final List<String> signedHeaders;

    /** @param signedHeaders names in lower case, in the order in which they were signed */
    CanonicalRequest(FullHttpRequest request, List<String> signedHeaders) {
        this.request = request;
        this.signedHeaders = signedHeaders;
    }

    /**
     * The texts that clients sign, the usual one first: with and without a session token in the query, and with and without
     * the port of the host.
     */
    List<String> variants() {
        List<String> variants = new ArrayList<>();
        for (boolean token : new boolean[] {false, true}) {
            for (boolean port : new boolean[] {true, false}) {
                variants.add(text(token, port));
            }
        }
        return variants.stream().distinct().toList();
    }

    private String text(boolean token, boolean port) {
        QueryStringDecoder uri = new QueryStringDecoder(request.uri());
        return String.join(
                "\n",
                request.method().name(),
                encoded(uri.rawPath(), "/"),
                query(uri.parameters(), token),
                signedHeaders.stream()
                        .map(name -> name + ":" + header(name, port) + "\n")
                        .collect(Collectors.joining()),
                String.join(";", signedHeaders),
                payload());
    }

    private String payload() {
        return UNSIGNED.equals(request.headers().get("x-amz-content-sha256"))
                ? UNSIGNED
                : sha256(ByteBufUtil.getBytes(request.content()));
    }

    private static String query(Map<String, List<String>> parameters, boolean token) {
        return parameters.entrySet().stream()
                .filter(parameter -> !parameter.getKey().equals(SIGNATURE))
                .filter(parameter -> token || !parameter.getKey().equals(TOKEN))
                .flatMap(parameter -> parameter.getValue().stream()
                        .map(value -> encoded(parameter.getKey(), "") + "=" + encoded(value, "")))
                .sorted()
                .collect(Collectors.joining("&"));
    }

    private String header(String name, boolean port) {
        String value = request.headers().getAll(name).stream()
                .map(one -> one.strip().replaceAll(" +", " "))
                .collect(Collectors.joining(","));
        return port || !name.equals(HttpHeaderNames.HOST.toString()) ? value : value.replaceFirst(":\\d+$", "");
    }

    /** Percent-encoded as in RFC 3986, letters and digits and some others excepted. */
    private static String encoded(String text, String kept) {
        StringBuilder out = new StringBuilder(text.length());
        for (byte octet : text.getBytes(StandardCharsets.UTF_8)) {
            char c = (char) (octet & 0xff);
            boolean plain = c < 0x80 && Character.isLetterOrDigit(c);
            if (plain || UNRESERVED.indexOf(c) >= 0 || kept.indexOf(c) >= 0) {
                out.append(c);
            } else {
                out.append('%').append(HEX.charAt(c >> 4)).append(HEX.charAt(c & 0xf));
            }
        }
        return out.toString();
    }

    static String sha256(byte[] bytes) {
        try {
            return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(bytes));
        } catch (NoSuchAlgorithmException everyJavaHasIt) {
            throw new IllegalStateException(everyJavaHasIt);
        }
    }
}
