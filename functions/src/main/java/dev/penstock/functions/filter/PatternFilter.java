package dev.penstock.functions.filter;

import com.fasterxml.jackson.databind.JsonNode;
import dev.penstock.functions.event.SourceRecord;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import software.amazon.event.ruler.GenericMachine;

/**
 * Matches with event-ruler. Its machine is not changed once it is made: only then may many threads match with it at once.
 */
final class PatternFilter implements RecordFilter {
    private final GenericMachine<Integer> all;
    /** Of the patterns that do not ask for data; null when there are none or when all are of this kind. */
    private final @Nullable GenericMachine<Integer> withoutData;

    private final boolean needsData;

    private PatternFilter(List<Pattern> patterns) {
        List<Pattern> plain =
                patterns.stream().filter(pattern -> !pattern.asksForData()).toList();
        needsData = plain.size() < patterns.size();
        all = machine(patterns);
        withoutData = needsData && !plain.isEmpty() ? machine(plain) : null;
    }

    static PatternFilter compile(List<String> texts) {
        if (texts.size() > MAX_PATTERNS) {
            throw FilterErrors.tooMany(texts.size());
        }
        List<Pattern> patterns = new ArrayList<>();
        for (int i = 0; i < texts.size(); i++) {
            patterns.add(Pattern.parse(i + 1, texts.get(i)));
        }
        return new PatternFilter(patterns);
    }

    private static GenericMachine<Integer> machine(List<Pattern> patterns) {
        GenericMachine<Integer> machine = Pattern.newMachine();
        for (int i = 0; i < patterns.size(); i++) {
            patterns.get(i).addTo(machine, i);
        }
        return machine;
    }

    @Override
    public boolean matches(SourceRecord record) {
        JsonNode view = record.filterView(needsData);
        if (view != null) {
            return !all.rulesForJSONEvent(view).isEmpty();
        }
        if (withoutData == null) {
            return false;
        }
        JsonNode metadata = record.filterView(false);
        return metadata != null && !withoutData.rulesForJSONEvent(metadata).isEmpty();
    }
}
