package dev.penstock.broker.wire;

import dev.penstock.broker.identity.IdentityErrors;
import dev.penstock.platform.wire.RestInput;
import dev.penstock.platform.wire.WireOutput;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Base64;
import java.util.Collections;
import java.util.List;
import java.util.function.Function;

/**
 * One page of a list whose items have a key each. Newer operations say {@code maxResults} and {@code nextToken}, older ones
 * {@code pageSize} and {@code marker}; those also list backwards.
 *
 * @param last the key of the last item of the page before; empty for the first page
 * @param tokenName what the answer calls the token
 */
record Paging(int most, String last, String tokenName, boolean backwards) {
    private static final int MOST = 250;

    static Paging byToken(RestInput in) {
        return new Paging(
                most(in, "maxResults"), in.query("nextToken").map(Paging::key).orElse(""), "nextToken", false);
    }

    /** The order of policies and certificates is by time or name; {@code isAscendingOrder=true} says that order. */
    static Paging byMarker(RestInput in) {
        boolean ascending = in.query("isAscendingOrder").orElse("true").equals("true");
        String marker = in.query("marker")
                .or(() -> in.header("x-amzn-iot-marker"))
                .map(Paging::key)
                .orElse("");
        return new Paging(most(in, "pageSize"), marker, "nextMarker", !ascending);
    }

    private static int most(RestInput in, String name) {
        String text = in.query(name).orElse(Integer.toString(MOST));
        int most = text.matches("\\d{1,9}") ? Integer.parseInt(text) : 0;
        if (most < 1 || most > MOST) {
            throw IdentityErrors.invalid(
                    "1 validation error detected: Value '%s' at '%s' failed to satisfy constraint: Member must have value between 1 and %d"
                            .formatted(text, name, MOST));
        }
        return most;
    }

    /** Writes a page of structures and the token of the next one. */
    <T> WireOutput.Body structures(
            String member, List<T> items, Function<T, String> key, WireOutput.ItemWriter<T> writer) {
        List<T> after = after(items, key);
        return out -> {
            out.structures(member, page(after), writer);
            token(out, after, key);
        };
    }

    /** As {@link #structures}, of texts that are their own keys. */
    WireOutput.Body texts(String member, List<String> items) {
        List<String> after = after(items, Function.identity());
        return out -> {
            out.texts(member, page(after));
            token(out, after, Function.identity());
        };
    }

    private <T> List<T> after(List<T> given, Function<T, String> key) {
        List<T> items = new ArrayList<>(given);
        if (backwards) {
            Collections.reverse(items);
        }
        for (int i = 0; i < items.size() && !last.isEmpty(); i++) {
            if (key.apply(items.get(i)).equals(last)) {
                return items.subList(i + 1, items.size());
            }
        }
        return items;
    }

    private <T> List<T> page(List<T> after) {
        return after.subList(0, Math.min(most, after.size()));
    }

    private <T> void token(WireOutput out, List<T> after, Function<T, String> key) throws IOException {
        if (after.size() > most) {
            byte[] name = key.apply(after.get(most - 1)).getBytes(StandardCharsets.UTF_8);
            out.text(tokenName, Base64.getUrlEncoder().withoutPadding().encodeToString(name));
        }
    }

    private static String key(String token) {
        try {
            return new String(Base64.getUrlDecoder().decode(token), StandardCharsets.UTF_8);
        } catch (IllegalArgumentException notOurs) {
            throw IdentityErrors.invalid("The token '%s' was not issued by this operation".formatted(token));
        }
    }
}
