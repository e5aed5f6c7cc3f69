package dev.penstock.launcher.settings;

import dev.penstock.rules.RuleSettings;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/**
 * How actions of rules are run.
 *
 * @param recordOnly kinds that only keep what they would send
 * @param confirmAutomatically whether the destinations of {@code http} actions need no confirmation
 * @param remote whether {@code http} actions may reach other machines
 * @param jars with providers of further actions
 * @param sinkBytes what all sinks hold together
 * @param sinkEntries how many entries all sinks hold together
 */
public record ActionOptions(
        Set<String> recordOnly,
        boolean confirmAutomatically,
        boolean remote,
        List<Path> jars,
        long sinkBytes,
        int sinkEntries) {
    /** Nothing is recorded only, destinations are confirmed, everything stays on this machine; 64 MiB, 100,000 entries. */
    public static final ActionOptions DEFAULT =
            new ActionOptions(Set.of(), false, false, List.of(), 64L << 20, 100_000);

    public ActionOptions {
        recordOnly = Set.copyOf(recordOnly);
        jars = List.copyOf(jars);
    }

    /** Every kind without a service here is recorded only. */
    public ActionOptions recordingAll() {
        return new ActionOptions(RuleSettings.RECORDABLE, confirmAutomatically, remote, jars, sinkBytes, sinkEntries);
    }

    /** With providers of further jars. */
    public ActionOptions withJars(List<Path> more) {
        List<Path> all = new ArrayList<>(jars);
        all.addAll(more);
        return new ActionOptions(recordOnly, confirmAutomatically, remote, all, sinkBytes, sinkEntries);
    }
}
