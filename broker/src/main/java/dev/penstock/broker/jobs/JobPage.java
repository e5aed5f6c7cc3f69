package dev.penstock.broker.jobs;

import dev.penstock.platform.wire.RestInput;
import dev.penstock.platform.wire.WireOutput;
import java.io.IOException;
import java.util.List;
import java.util.Optional;

/**
 * One page of a list; its token is the number of items before it.
 *
 * @param from index of the first item
 */
record JobPage(int from, int most) {
    private static final int MOST = 250;

    static JobPage read(RestInput in) {
        return new JobPage(number(in, "nextToken", 0, 0, Integer.MAX_VALUE), number(in, "maxResults", MOST, 1, MOST));
    }

    private static int number(RestInput in, String name, int usual, int least, int most) {
        String text = in.query(name).orElse(Integer.toString(usual));
        int number = text.matches("\\d{1,9}") ? Integer.parseInt(text) : -1;
        if (number < least || number > most) {
            throw JobError.invalid("%s '%s' is not valid".formatted(name, text));
        }
        return number;
    }

    <T> List<T> of(List<T> all) {
        int start = Math.min(from, all.size());
        return all.subList(start, Math.min(start + most, all.size()));
    }

    void writeToken(WireOutput out, List<?> all) throws IOException {
        if (from + most < all.size()) {
            out.text("nextToken", Integer.toString(from + most));
        }
    }

    static void checkNumber(Optional<String> executionNumber) {
        if (executionNumber.isPresent() && !executionNumber.get().equals(Long.toString(JobExecution.NUMBER))) {
            throw JobError.invalid(
                    "There is no execution %s: a job runs once on each thing here".formatted(executionNumber.get()));
        }
    }
}
