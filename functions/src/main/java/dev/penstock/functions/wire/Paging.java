package dev.penstock.functions.wire;

import dev.penstock.platform.wire.RestInput;
import dev.penstock.platform.wire.WireOutput;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;

/**
 * One page of a list whose items have a key each.
 *
 * @param most items on this page
 * @param last the key of the last item of the page before; empty for the first page
 */
record Paging(int most, String last) {
    private static final int MOST_ITEMS = 10_000;

    /** @param page items of a page when the caller asks for more, or for no number */
    static Paging read(RestInput in, int page) {
        return read(in, page, MOST_ITEMS);
    }

    /** @param largest what {@code MaxItems} may be */
    static Paging read(RestInput in, int page, int largest) {
        Optional<Long> most = in.query("MaxItems").map(Paging::number);
        new Violations().range("maxItems", most, 1, largest).refuse();
        return new Paging(
                Math.min(page, most.orElse((long) page).intValue()),
                in.query("Marker")
                        .filter(text -> !text.isEmpty())
                        .map(Paging::key)
                        .orElse(""));
    }

    /** @param items those behind the ones that were told before, in a fixed order */
    <T> WireOutput.Body page(String member, List<T> items, Function<T, String> key, WireOutput.ItemWriter<T> writer) {
        List<T> after = after(items, key);
        return out -> {
            out.structures(member, after.subList(0, Math.min(most, after.size())), writer);
            if (after.size() > most) {
                out.text("NextMarker", token(key.apply(after.get(most - 1))));
            }
        };
    }

    /** What comes behind the last item of the page before; from the start when that item is gone. */
    private <T> List<T> after(List<T> items, Function<T, String> key) {
        for (int i = 0; i < items.size() && !last.isEmpty(); i++) {
            if (key.apply(items.get(i)).equals(last)) {
                return items.subList(i + 1, items.size());
            }
        }
        return items;
    }

    private static long number(String text) {
        if (!text.matches("-?\\d{1,9}")) {
            throw LambdaErrors.invalid("MaxItems must be a number, not '%s'".formatted(text));
        }
        return Long.parseLong(text);
    }

    private static String token(String key) {
        return Base64.getUrlEncoder().withoutPadding().encodeToString(key.getBytes(StandardCharsets.UTF_8));
    }

    private static String key(String token) {
        try {
            return new String(Base64.getUrlDecoder().decode(token), StandardCharsets.UTF_8);
        } catch (IllegalArgumentException notOurs) {
            throw LambdaErrors.invalid("The Marker '%s' was not issued by this operation".formatted(token));
        }
    }
}
