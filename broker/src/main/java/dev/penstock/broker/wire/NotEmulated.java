package dev.penstock.broker.wire;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.List;

/** The other operations of the control plane: known by name, so that who calls one is told which. */
final class NotEmulated {
    private static final String FILE = "operations.txt";

    private NotEmulated() {}

    /** As {@code GET /streams/{streamId} DescribeStream}, all of the API: what some part has is left out by the service. */
    static List<String> operations() {
        try (InputStream in = NotEmulated.class.getResourceAsStream(FILE)) {
            if (in == null) {
                throw new IllegalStateException(FILE + " is missing in the jar");
            }
            return new String(in.readAllBytes(), StandardCharsets.UTF_8)
                    .lines()
                    .filter(line -> !line.startsWith("#"))
                    .toList();
        } catch (IOException unreadable) {
            throw new UncheckedIOException(unreadable);
        }
    }
}
