package dev.penstock.broker.wire;

import dev.penstock.broker.identity.IdentityErrors;
import dev.penstock.platform.aws.AwsException;
import dev.penstock.platform.wire.RestInput;
import dev.penstock.platform.wire.WireOutput;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Base64;
import java.util.Collections;
import java.util.List;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * One page of a list whose items have a key each. Newer operations say {@code maxResults} and {@code nextToken}, older ones
 * {@code pageSize} and {@code marker}; those also list backwards.
 *
 * @param from where the page begins; null at the beginning
 * @param tokenName what the answer calls the token
 */
record Paging(int most, @Nullable Place from, String tokenName, boolean backwards) {
    private static final int MOST = 250;

    /**
     * Between two items. Either may be deleted before the next page is asked for.
     *
     * @param last key of the last item of the page before
     * @param next key of the one behind it
     */
    record Place(String last, String next) {
        private static final char PARTED = '\n';

        static Place read(String token) {
            try {
                String text = new String(Base64.getUrlDecoder().decode(token), StandardCharsets.UTF_8);
                int parted = text.indexOf(PARTED);
                if (parted > 0) {
                    return new Place(text.substring(0, parted), text.substring(parted + 1));
                }
            } catch (IllegalArgumentException notOurs) {
                throw foreign(token);
            }
            throw foreign(token);
        }

        private static AwsException foreign(String token) {
            return IdentityErrors.invalid("The token '%s' was not issued by this operation".formatted(token));
        }

        String token() {
            byte[] text = (last + PARTED + next).getBytes(StandardCharsets.UTF_8);
            return Base64.getUrlEncoder().withoutPadding().encodeToString(text);
        }
    }

    static Paging byToken(RestInput in) {
        return new Paging(
                most(in, "maxResults"), in.query("nextToken").map(Place::read).orElse(null), "nextToken", false);
    }

    /** The order of policies and certificates is by time or name; {@code isAscendingOrder=true} says that order. */
    static Paging byMarker(RestInput in) {
        boolean ascending = in.query("isAscendingOrder").isEmpty() || Fields.flag(in, "isAscendingOrder");
        Place from = in.query("marker")
                .or(() -> in.header("x-amzn-iot-marker"))
                .map(Place::read)
                .orElse(null);
        return new Paging(most(in, "pageSize"), from, "nextMarker", !ascending);
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
        if (from == null) {
            return items;
        }
        List<String> keys = items.stream().map(key).toList();
        int last = keys.indexOf(from.last);
        int next = last >= 0 ? last + 1 : keys.indexOf(from.next);
        if (next < 0) {
            throw IdentityErrors.invalid(
                    "The items around the token, %s and %s, were deleted meanwhile; begin the list again"
                            .formatted(from.last, from.next));
        }
        return items.subList(next, items.size());
    }

    private <T> List<T> page(List<T> after) {
        return after.subList(0, Math.min(most, after.size()));
    }

    private <T> void token(WireOutput out, List<T> after, Function<T, String> key) throws IOException {
        if (after.size() > most) {
            out.text(tokenName, new Place(key.apply(after.get(most - 1)), key.apply(after.get(most))).token());
        }
    }
}
