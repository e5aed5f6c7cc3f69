package dev.penstock.broker.jobs;

import dev.penstock.platform.wire.RestInput;
import dev.penstock.platform.wire.WireOutput;
import java.io.IOException;
import java.util.List;
import java.util.Optional;
import java.util.function.ToLongFunction;

/**
 * One page of a list that is in the order of a number that each item keeps. The token is the number of the last item, so
 * that what comes and goes between two pages makes none appear twice or not at all.
 *
 * @param after number of the last item of the page before
 */
record JobPage(long after, int most) {
    private static final int MOST = 250;

    static JobPage read(RestInput in) {
        Optional<String> token = in.query("nextToken");
        String most = in.query("maxResults").orElse(Integer.toString(MOST));
        if (token.isPresent() && !token.get().matches("-?\\d{1,18}")) {
            throw JobError.invalid("The nextToken '%s' was not issued by this operation".formatted(token.get()));
        }
        if (!most.matches("\\d{1,3}") || Integer.parseInt(most) < 1 || Integer.parseInt(most) > MOST) {
            throw JobError.invalid("maxResults must be 1 to %d, not '%s'".formatted(MOST, most));
        }
        return new JobPage(token.map(Long::valueOf).orElse(Long.MIN_VALUE), Integer.parseInt(most));
    }

    <T> List<T> of(List<T> all, ToLongFunction<T> number) {
        return all.stream()
                .filter(item -> number.applyAsLong(item) > after)
                .limit(most)
                .toList();
    }

    <T> void writeToken(WireOutput out, List<T> all, List<T> shown, ToLongFunction<T> number) throws IOException {
        if (!shown.isEmpty() && shown.get(shown.size() - 1) != all.get(all.size() - 1)) {
            out.text("nextToken", Long.toString(number.applyAsLong(shown.get(shown.size() - 1))));
        }
    }
}
