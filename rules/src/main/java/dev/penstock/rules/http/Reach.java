package dev.penstock.rules.http;

import java.net.URI;
import java.net.URISyntaxException;
import java.util.Locale;
import java.util.Optional;

/**
 * Which URLs may be used. AWS wants https; here http is fine too as long as it stays on this machine, and other machines
 * are reached only when the user has said so.
 *
 * @param remote whether other machines may be reached
 */
public record Reach(boolean remote) {
    private static final int MAX_URL = 2000;

    /** Why a URL cannot be used at all; empty when it can. */
    public Optional<String> problem(String url) {
        if (url.length() > MAX_URL) {
            return Optional.of("the URL is longer than %d characters".formatted(MAX_URL));
        }
        URI uri;
        try {
            uri = new URI(url);
        } catch (URISyntaxException malformed) {
            return Optional.of("'%s' is not a URL: %s".formatted(url, malformed.getReason()));
        }
        String scheme = uri.getScheme() == null ? "" : uri.getScheme().toLowerCase(Locale.ROOT);
        if (uri.getHost() == null || !(scheme.equals("https") || scheme.equals("http"))) {
            return Optional.of("'%s' is not a URL like https://host/path".formatted(url));
        }
        if (scheme.equals("http") && !remote && !isLoopback(uri)) {
            return Optional.of(
                    "'%s' must begin with https://; http:// is for endpoints on this machine".formatted(url));
        }
        return Optional.empty();
    }

    /** Why a URL that can be used is not reached from here; empty when it is. */
    public Optional<String> offLimits(URI url) {
        if (remote || isLoopback(url)) {
            return Optional.empty();
        }
        return Optional.of("Penstock stays on this machine, and %s is another one; set rules.http.remote: true in"
                        .formatted(url.getHost())
                + " penstock.yaml to let http actions out");
    }

    /** By its name alone: nothing is looked up. */
    private static boolean isLoopback(URI url) {
        String host = String.valueOf(url.getHost()).toLowerCase(Locale.ROOT);
        return host.equals("localhost")
                || host.endsWith(".localhost")
                || host.equals("[::1]")
                || host.matches("127(\\.\\d{1,3}){3}");
    }
}
