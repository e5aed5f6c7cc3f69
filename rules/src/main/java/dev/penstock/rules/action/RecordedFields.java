package dev.penstock.rules.action;

import com.fasterxml.jackson.databind.JsonNode;
import dev.penstock.rules.spi.ActionInput;
import dev.penstock.rules.spi.ActionParameters;
import dev.penstock.rules.spi.Detail;
import dev.penstock.rules.spi.Field;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The parameters of an action that is recorded only, read and kept by name, in order. */
final class RecordedFields {
    private static final Pattern PER_POINT = Pattern.compile("(?<before>[^@]*)@\\{(?<path>[^{}@]+)\\}(?<after>[^@]*)");

    private final ActionParameters parameters;
    private final String prefix;
    private final List<Recorded> all;

    /** One parameter; {@code field} fills in the text, or there is nothing to fill in. */
    private sealed interface Recorded {
        record Rendered(Field field) implements Recorded {}

        record Constant(Detail detail) implements Recorded {}

        /** Read from each point that is sent: <code>before@{path}after</code>. */
        record PerPoint(String name, String before, List<String> path, String after) implements Recorded {}
    }

    RecordedFields(ActionParameters parameters) {
        this(parameters, "", new ArrayList<>());
        parameters.ignore("roleArn");
    }

    private RecordedFields(ActionParameters parameters, String prefix, List<Recorded> all) {
        this.parameters = parameters;
        this.prefix = prefix;
        this.all = all;
    }

    ActionParameters parameters() {
        return parameters;
    }

    /** Texts with templates that must be there. */
    RecordedFields templates(String... names) {
        for (String name : names) {
            all.add(new Recorded.Rendered(parameters.template(name)));
        }
        return this;
    }

    /** Texts with templates that may be there. */
    RecordedFields optionalTemplates(String... names) {
        for (String name : names) {
            parameters.optionalTemplate(name).ifPresent(field -> all.add(new Recorded.Rendered(field)));
        }
        return this;
    }

    /** A text without templates that must be there and match. */
    RecordedFields text(String name, String pattern) {
        String text = parameters.text(name);
        if (!text.matches(pattern)) {
            throw parameters.invalid(name, "'%s' does not match %s".formatted(text, pattern));
        }
        return constant(name, text);
    }

    /** One of a few words; the first when nothing is given. */
    RecordedFields word(String name, String... words) {
        return constant(name, parameters.oneOf(name, List.of(words)));
    }

    RecordedFields flag(String name) {
        return constant(name, Boolean.toString(parameters.flag(name, false)));
    }

    /**
     * A map whose values have templates.
     *
     * @param keys those that it may have
     * @return whether there is any
     */
    boolean map(String name, List<String> keys) {
        Map<String, Field> values = parameters.templates(name);
        values.forEach((key, field) -> {
            if (!keys.contains(key)) {
                throw parameters.invalid(
                        name, "there is no property '%s'; there are: %s".formatted(key, String.join(", ", keys)));
            }
            all.add(new Recorded.Rendered(field));
        });
        return !values.isEmpty();
    }

    /** A text that must be there, whose templates may read each point with <code>@{path}</code>. */
    RecordedFields perPoint(String name) {
        String text = parameters.text(name);
        if (!text.contains("@{")) {
            return templates(name);
        }
        Matcher matcher = PER_POINT.matcher(text);
        if (!matcher.matches() || text.contains("${")) {
            throw parameters.invalid(
                    name, "'%s' may have one @{...} with the path of a field, and no ${...} beside it".formatted(text));
        }
        List<String> path = List.of(matcher.group("path").split("\\."));
        all.add(new Recorded.PerPoint(prefix + name, matcher.group("before"), path, matcher.group("after")));
        return this;
    }

    /** The structure under a name, if there is one. */
    Optional<RecordedFields> optionalStructure(String name) {
        return parameters.structure(name).map(inner -> new RecordedFields(inner, prefix + name + ".", all));
    }

    /** The structure under a name that must be there. */
    RecordedFields structure(String name) {
        return optionalStructure(name).orElseThrow(() -> parameters.invalid(name, "the parameter is missing"));
    }

    /** The structures of a list with so many of them. */
    List<RecordedFields> structures(String name, int min, int max) {
        List<ActionParameters> given = parameters.structures(name);
        if (given.size() < min || given.size() > max) {
            throw parameters.invalid(name, "%d to %d are allowed, not %d".formatted(min, max, given.size()));
        }
        List<RecordedFields> inner = new ArrayList<>();
        for (ActionParameters one : given) {
            inner.add(new RecordedFields(one, "%s%s[%d].".formatted(prefix, name, inner.size()), all));
        }
        return inner;
    }

    /**
     * What would be sent beside the payload.
     *
     * @param point what {@code @{...}} reads
     */
    List<Detail> details(ActionInput input, JsonNode point) {
        List<Detail> details = new ArrayList<>();
        for (Recorded recorded : all) {
            if (recorded instanceof Recorded.Rendered rendered) {
                details.add(new Detail(rendered.field().name(), input.value(rendered.field())));
            } else if (recorded instanceof Recorded.Constant constant) {
                details.add(constant.detail());
            } else if (recorded instanceof Recorded.PerPoint perPoint) {
                details.add(new Detail(perPoint.name(), text(perPoint, point)));
            }
        }
        return details;
    }

    private static String text(Recorded.PerPoint field, JsonNode point) {
        JsonNode value = point;
        for (String name : field.path()) {
            value = value.path(name);
        }
        boolean absent = value.isMissingNode() || value.isNull();
        String text = absent ? "" : value.isContainerNode() ? value.toString() : value.asText();
        return field.before() + text + field.after();
    }

    private RecordedFields constant(String name, String value) {
        all.add(new Recorded.Constant(new Detail(prefix + name, value)));
        return this;
    }
}
