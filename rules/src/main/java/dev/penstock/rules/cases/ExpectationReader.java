package dev.penstock.rules.cases;

import com.fasterxml.jackson.databind.JsonNode;
import dev.penstock.platform.data.Bytes;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;
import java.util.regex.PatternSyntaxException;

/** Reads what a case expects. Several expectations must all be met; a refusal or no match stands alone. */
final class ExpectationReader {
    private static final String NO_MATCH = "expectNoMatch";
    private static final String REFUSAL = "expectParseError";

    private final CaseFields fields;
    private final List<Expectation> found = new ArrayList<>();

    private ExpectationReader(CaseFields fields) {
        this.fields = fields;
    }

    static List<Expectation> read(CaseFields fields) {
        ExpectationReader reader = new ExpectationReader(fields);
        reader.values();
        reader.measures();
        reader.alone();
        if (reader.found.isEmpty()) {
            fields.wrong("expect", "the case expects nothing; say expect, expectNoMatch or another expectation");
        }
        return reader.found;
    }

    private void values() {
        if (fields.has("expect")) {
            found.add(new Expectation.Same(fields.json("expect")));
        }
        JsonNode allowed = fields.json("expectAnyOf");
        if (allowed.isArray() && !allowed.isEmpty()) {
            List<Expectation.Same> all = new ArrayList<>();
            allowed.forEach(value -> all.add(new Expectation.Same(value)));
            found.add(new Expectation.AnyOf(all));
        } else if (!allowed.isMissingNode()) {
            fields.wrong("expectAnyOf", "a list of at least one value is expected, this is " + allowed);
        }
        String text = fields.text("expectText");
        if (text != null) {
            found.add(new Expectation.ExactText(text));
        }
        byte[] bytes = fields.base64("expectBase64");
        if (bytes != null) {
            found.add(new Expectation.ExactBytes(Bytes.wrap(bytes)));
        }
        String member = fields.text("expectUndefinedField");
        if (member != null) {
            found.add(new Expectation.Without(member));
        }
    }

    private void measures() {
        if (fields.has("expectApprox")) {
            CaseFields near = fields.object("expectApprox");
            String path = near.text("path", "");
            BigDecimal value = near.number("value");
            BigDecimal tolerance = near.number("relTol");
            near.done();
            if (value != null && tolerance != null) {
                found.add(new Expectation.Near(path, value, tolerance));
            }
        }
        if (fields.has("expectRange")) {
            CaseFields range = fields.object("expectRange");
            String path = range.text("path", "");
            BigDecimal min = range.number("min");
            BigDecimal max = range.number("max");
            range.done();
            if (min != null && max != null) {
                found.add(new Expectation.Between(path, min, max));
            }
        }
        if (fields.has("expectRegex")) {
            CaseFields regex = fields.object("expectRegex");
            matching(regex, regex.text("path", ""), regex.text("pattern", ""));
            regex.done();
        }
    }

    private void matching(CaseFields regex, String path, String pattern) {
        try {
            if (pattern.isEmpty()) {
                regex.wrong("pattern", "is missing");
            }
            found.add(new Expectation.Matching(path, Pattern.compile(pattern)));
        } catch (PatternSyntaxException broken) {
            regex.wrong("pattern", "'%s' is not a regular expression: %s".formatted(pattern, broken.getDescription()));
        }
    }

    private void alone() {
        int others = found.size();
        JsonNode none = fields.json(NO_MATCH);
        if (!none.isMissingNode()) {
            onlyTrue(NO_MATCH, none);
            found.add(new Expectation.NoMatch());
        }
        JsonNode refusal = fields.json(REFUSAL);
        if (!refusal.isMissingNode()) {
            if (!refusal.isTextual()) {
                onlyTrue(REFUSAL, refusal);
            }
            found.add(new Expectation.Refusal(refusal.isTextual() ? refusal.textValue() : ""));
        }
        if (found.size() > others && found.size() > 1) {
            fields.wrong(
                    none.isMissingNode() ? REFUSAL : NO_MATCH,
                    "goes with no other expectation: there is no output then");
        }
    }

    private void onlyTrue(String name, JsonNode value) {
        if (!value.isBoolean() || !value.booleanValue()) {
            fields.wrong(name, "can only be true; leave it out otherwise");
        }
    }
}
