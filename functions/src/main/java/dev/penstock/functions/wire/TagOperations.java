package dev.penstock.functions.wire;

import dev.penstock.functions.FunctionCatalog;
import dev.penstock.functions.FunctionReference;
import dev.penstock.platform.wire.RestInput;
import dev.penstock.platform.wire.WireInput;
import dev.penstock.platform.wire.WireOutput;
import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Consumer;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** TagResource, UntagResource, ListTags; of functions and event source mappings. */
final class TagOperations {
    private static final Pattern RESOURCE =
            Pattern.compile("arn:(?:aws[a-zA-Z-]*):lambda:[a-z]{2}(?:-[a-z]+)+-\\d:\\d{12}:"
                    + "(?:(?<function>function:.+)|event-source-mapping:(?<mapping>[0-9a-fA-F-]{36}))");

    private final FunctionCatalog catalog;
    private final MappingTags mappings;

    TagOperations(FunctionCatalog catalog, MappingTags mappings) {
        this.catalog = catalog;
        this.mappings = mappings;
    }

    WireOutput.Body tag(RestInput in) {
        WireInput body = in.json();
        new Violations().required("tags", body.textMap("Tags")).refuse();
        Map<String, String> added = body.textMap("Tags").orElseThrow();
        change(in.label("Resource"), all -> all.putAll(added));
        return WireOutput.Body.NONE;
    }

    WireOutput.Body untag(RestInput in) {
        List<String> keys = in.queries("tagKeys");
        new Violations().required("tagKeys", keys.stream().findFirst()).refuse();
        change(in.label("Resource"), all -> keys.forEach(all::remove));
        return WireOutput.Body.NONE;
    }

    WireOutput.Body list(RestInput in) {
        Map<String, String> tags = sorted(of(in.label("Resource")));
        return out -> out.structure("Tags", part -> write(tags, part));
    }

    private void change(String arn, Consumer<Map<String, String>> change) {
        Map<String, String> tags = sorted(of(arn));
        change.accept(tags);
        TagRules.check(tags);
        Matcher resource = resource(arn);
        if (resource.group("mapping") == null) {
            catalog.setTags(arn, tags);
        } else {
            mappings.set(resource.group("mapping"), tags);
        }
    }

    private Map<String, String> of(String arn) {
        Matcher resource = resource(arn);
        if (resource.group("mapping") != null) {
            return mappings.of(resource.group("mapping"));
        }
        if (!FunctionReference.parse(arn).qualifier().isEmpty()) {
            throw LambdaErrors.invalid(
                    "Tags on function aliases and versions are not supported. Please specify a function ARN.");
        }
        return catalog.describe(arn).spec().options().tags();
    }

    private static Matcher resource(String arn) {
        Matcher matcher = RESOURCE.matcher(arn);
        if (!matcher.matches()) {
            throw LambdaErrors.invalid(
                    "'%s' is neither the ARN of a function nor of an event source mapping".formatted(arn));
        }
        return matcher;
    }

    static Map<String, String> sorted(Map<String, String> tags) {
        return new TreeMap<>(tags);
    }

    static void write(Map<String, String> tags, WireOutput out) throws IOException {
        for (Map.Entry<String, String> tag : tags.entrySet()) {
            out.text(tag.getKey(), tag.getValue());
        }
    }
}
