package dev.penstock.rules.wire;

import dev.penstock.platform.wire.RestInput;
import dev.penstock.platform.wire.WireOutput;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.List;
import java.util.function.Function;

/**
 * One page of a list whose items have a key each.
 *
 * @param most items on this page
 * @param last the key of the last item of the page before; empty for the first page
 */
record Paging(int most, String last) {

    /** @param limit the largest {@code maxResults}; also what is taken when none is given */
    static Paging read(RestInput in, int limit) {
        String text = in.query("maxResults").orElse(Integer.toString(limit));
        int most = text.matches("\\d{1,9}") ? Integer.parseInt(text) : 0;
        if (most < 1 || most > limit) {
            throw IotErrors.violates(text, "maxResults", "Member must have value between 1 and " + limit);
        }
        return new Paging(most, in.query("nextToken").map(Paging::key).orElse(""));
    }

    /** What comes behind the last item of the page before; from the start when that item is gone. */
    <T> List<T> after(List<T> items, Function<T, String> key) {
        for (int i = 0; i < items.size() && !last.isEmpty(); i++) {
            if (key.apply(items.get(i)).equals(last)) {
                return items.subList(i + 1, items.size());
            }
        }
        return items;
    }

    <T> List<T> page(List<T> after) {
        return after.subList(0, Math.min(most, after.size()));
    }

    <T> void writeToken(WireOutput out, List<T> after, Function<T, String> key) throws IOException {
        if (after.size() > most) {
            String name = key.apply(after.get(most - 1));
            out.text(
                    "nextToken",
                    Base64.getUrlEncoder().withoutPadding().encodeToString(name.getBytes(StandardCharsets.UTF_8)));
        }
    }

    private static String key(String token) {
        try {
            return new String(Base64.getUrlDecoder().decode(token), StandardCharsets.UTF_8);
        } catch (IllegalArgumentException notOurs) {
            throw IotErrors.invalid("The nextToken '%s' was not issued by this operation".formatted(token));
        }
    }
}
