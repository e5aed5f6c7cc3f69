package dev.penstock.platform.wire;

import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Which service a form of the AWS Query protocol is for. */
final class FormRoutes {
    private static final String FORM = "application/x-www-form-urlencoded";
    private static final Pattern VERSION = Pattern.compile("(?:^|&)Version=([0-9-]{1,20})(?:&|$)");

    private final Map<String, WireHandler> bySigningName = new ConcurrentHashMap<>();
    private final Map<String, WireHandler> byVersion = new ConcurrentHashMap<>();

    void add(String signingName, String version, WireHandler handler) {
        bySigningName.put(signingName, handler);
        byVersion.put(version, handler);
    }

    static boolean isForm(WireRequest request) {
        String type = request.header("Content-Type");
        return type != null && type.regionMatches(true, 0, FORM, 0, FORM.length());
    }

    /** By the signature first: a body may be packed. */
    @Nullable
    WireHandler find(WireRequest request, @Nullable String signedFor) {
        WireHandler signed = signedFor == null ? null : bySigningName.get(signedFor);
        if (signed != null) {
            return signed;
        }
        Matcher version = VERSION.matcher(request.body().utf8());
        return version.find() ? byVersion.get(version.group(1)) : null;
    }

    void close() {
        bySigningName.values().forEach(WireHandler::close);
    }
}
