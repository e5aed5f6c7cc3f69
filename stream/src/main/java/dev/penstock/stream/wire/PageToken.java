package dev.penstock.stream.wire;

import dev.penstock.platform.aws.AwsException;
import dev.penstock.platform.time.Time;
import dev.penstock.stream.local.KinesisErrors;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;

/** Opaque texts by which a client asks for the next page of a list; they expire after five minutes. */
final class PageToken {
    private static final Duration LIFETIME = Duration.ofMinutes(5);

    /** Cannot occur in the names, numbers and ids that tokens hold. */
    private static final String SEPARATOR = "|";

    private PageToken() {}

    static String issue(Time time, String kind, List<String> fields) {
        List<String> all = new ArrayList<>(List.of(kind, Long.toString(time.millis())));
        all.addAll(fields);
        return Base64.getEncoder().encodeToString(String.join(SEPARATOR, all).getBytes(StandardCharsets.UTF_8));
    }

    /**
     * The fields of a token of the same kind.
     *
     * @throws AwsException InvalidArgumentException, ExpiredNextTokenException
     */
    static List<String> resolve(Time time, String kind, int fields, String token) {
        try {
            String text = new String(Base64.getDecoder().decode(token), StandardCharsets.UTF_8);
            String[] all = text.split("\\" + SEPARATOR, -1);
            if (all.length == fields + 2 && all[0].equals(kind)) {
                if (Long.parseLong(all[1]) + LIFETIME.toMillis() < time.millis()) {
                    throw new AwsException(
                            "ExpiredNextTokenException",
                            400,
                            "NextToken is older than " + LIFETIME.toMinutes() + " minutes");
                }
                return List.of(all).subList(2, all.length);
            }
        } catch (IllegalArgumentException notOurs) {
            // answered below like every other text that was never issued
        }
        throw KinesisErrors.invalidArgument("Invalid NextToken.");
    }
}
