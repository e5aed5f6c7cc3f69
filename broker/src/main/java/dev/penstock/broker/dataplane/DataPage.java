package dev.penstock.broker.dataplane;

import dev.penstock.platform.wire.RestInput;
import java.nio.charset.StandardCharsets;
import java.util.Base64;

/**
 * Which page of a list is asked for.
 *
 * @param after name of the last item of the page before; empty for the first page
 */
record DataPage(int most, String after) {

    static DataPage read(RestInput in, String sizeName, int usual, int limit) {
        String text = in.query(sizeName).orElse(Integer.toString(usual));
        int most = text.matches("\\d{1,9}") ? Integer.parseInt(text) : 0;
        if (most < 1 || most > limit) {
            throw DataErrors.invalid("%s must be 1 to %d, not '%s'".formatted(sizeName, limit, text));
        }
        return new DataPage(most, in.query("nextToken").map(DataPage::name).orElse(""));
    }

    static String token(String lastName) {
        return Base64.getUrlEncoder().withoutPadding().encodeToString(lastName.getBytes(StandardCharsets.UTF_8));
    }

    private static String name(String token) {
        try {
            return new String(Base64.getUrlDecoder().decode(token), StandardCharsets.UTF_8);
        } catch (IllegalArgumentException notOurs) {
            throw DataErrors.invalid("The nextToken '%s' was not issued by this operation".formatted(token));
        }
    }
}
