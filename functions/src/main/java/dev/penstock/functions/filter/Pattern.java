package dev.penstock.functions.filter;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import dev.penstock.platform.data.Json;
import java.io.IOException;
import software.amazon.event.ruler.GenericMachine;
import software.amazon.event.ruler.JsonRuleCompiler;

/**
 * One pattern that the engine takes.
 *
 * @param asksForData whether it looks into the payload: only then is the payload parsed
 */
record Pattern(String text, boolean asksForData) {
    private static final String DATA = "data";
    private static final String OR = "$or";

    /**
     * @param position in the list of patterns, from 1
     * @throws dev.penstock.platform.aws.AwsException InvalidParameterValueException, ValidationException
     */
    static Pattern parse(int position, String text) {
        if (text.length() > RecordFilter.MAX_PATTERN_LENGTH) {
            throw FilterErrors.tooLong(position, text);
        }
        JsonNode tree = tree(text);
        if (!tree.isObject() || refused(text)) {
            throw FilterErrors.invalid();
        }
        return new Pattern(text, hasData(tree));
    }

    private static JsonNode tree(String text) {
        try {
            return Json.MAPPER.readTree(text);
        } catch (JsonProcessingException notJson) {
            throw FilterErrors.invalid();
        }
    }

    /** The engine says no; on some broken operators it throws instead. */
    private static boolean refused(String text) {
        try {
            if (JsonRuleCompiler.check(text) != null) {
                return true;
            }
            newMachine().addRule(0, text);
            return false;
        } catch (IOException | RuntimeException unreadable) {
            return true;
        }
    }

    private static boolean hasData(JsonNode tree) {
        if (tree.has(DATA)) {
            return true;
        }
        for (JsonNode branch : tree.path(OR)) {
            if (hasData(branch)) {
                return true;
            }
        }
        return false;
    }

    static GenericMachine<Integer> newMachine() {
        return GenericMachine.<Integer>builder().build();
    }

    void addTo(GenericMachine<Integer> machine, int name) {
        try {
            machine.addRule(name, text);
        } catch (IOException changed) {
            throw new IllegalStateException("pattern was accepted before: " + text, changed);
        }
    }
}
