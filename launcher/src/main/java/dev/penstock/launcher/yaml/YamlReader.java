package dev.penstock.launcher.yaml;

import java.io.StringReader;
import java.util.IdentityHashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.yaml.snakeyaml.LoaderOptions;
import org.yaml.snakeyaml.composer.Composer;
import org.yaml.snakeyaml.error.Mark;
import org.yaml.snakeyaml.error.MarkedYAMLException;
import org.yaml.snakeyaml.error.YAMLException;
import org.yaml.snakeyaml.nodes.MappingNode;
import org.yaml.snakeyaml.nodes.Node;
import org.yaml.snakeyaml.nodes.NodeTuple;
import org.yaml.snakeyaml.nodes.ScalarNode;
import org.yaml.snakeyaml.nodes.SequenceNode;
import org.yaml.snakeyaml.nodes.Tag;
import org.yaml.snakeyaml.parser.ParserImpl;
import org.yaml.snakeyaml.reader.StreamReader;
import org.yaml.snakeyaml.resolver.Resolver;

/** Reads one YAML or JSON document into a tree with places. What is wrong goes to the findings, not into exceptions. */
public final class YamlReader {
    private static final Pattern JSON_EXPONENT = Pattern.compile("-?(0|[1-9]\\d*)(\\.\\d+)?[eE][+-]?\\d+");

    private final String file;
    private final TagExpansion tags;
    private final Findings findings;
    private final IdentityHashMap<Node, YamlNode> read = new IdentityHashMap<>();
    private final IdentityHashMap<Node, Boolean> open = new IdentityHashMap<>();

    private YamlReader(String file, TagExpansion tags, Findings findings) {
        this.file = file;
        this.tags = tags;
        this.findings = findings;
    }

    /**
     * Reads a document whose root is a map.
     *
     * @param file what findings call the file
     * @return empty when the text is not such a document; the findings say why
     */
    public static Optional<YamlNode.Mapping> read(String file, String text, TagExpansion tags, Findings findings) {
        return new YamlReader(file, tags, findings).document(text);
    }

    private Optional<YamlNode.Mapping> document(String text) {
        try {
            Composer composer = composer(withoutTabsOfJson(text));
            if (!composer.checkNode()) {
                findings.add(Position.of(file), "the file is empty");
                return Optional.empty();
            }
            YamlNode root = convert(composer.getNode());
            if (composer.checkNode()) {
                findings.add(position(composer.getNode().getStartMark()), "a second document is not read; remove it");
            }
            if (root instanceof YamlNode.Mapping mapping) {
                return Optional.of(mapping);
            }
            findings.add(root.at(), "the document must be a map, was " + root.describe());
        } catch (MarkedYAMLException malformed) {
            findings.add(position(malformed.getProblemMark()), "not readable as YAML: " + malformed.getProblem());
        } catch (YAMLException malformed) {
            findings.add(Position.of(file), "not readable as YAML: " + malformed.getMessage());
        }
        return Optional.empty();
    }

    private static Composer composer(String text) {
        LoaderOptions options = new LoaderOptions();
        options.setMergeOnCompose(true);
        StreamReader reader = new StreamReader(new StringReader(text));
        return new Composer(new ParserImpl(reader, options), new Resolver(), options);
    }

    /** JSON may be indented with tabs, YAML may not; inside JSON texts a raw tab cannot stand. */
    private static String withoutTabsOfJson(String text) {
        return text.stripLeading().startsWith("{") ? text.replace('\t', ' ') : text;
    }

    private YamlNode convert(Node node) {
        YamlNode known = read.get(node);
        if (known != null) {
            return known;
        }
        Position at = position(node.getStartMark());
        if (open.put(node, Boolean.TRUE) != null) {
            findings.add(at, "an alias may not contain itself");
            return YamlNode.unknown(at);
        }
        YamlNode converted = untagged(node, at);
        String tag = node.getTag().getValue();
        if (tag.startsWith("!")) {
            converted = tags.expand(tag, converted, findings);
        } else if (!tag.startsWith(Tag.PREFIX) || node.getTag().equals(Tag.BINARY)) {
            findings.add(at, "tag '%s' is not supported".formatted(tag));
        }
        open.remove(node);
        read.put(node, converted);
        return converted;
    }

    private YamlNode untagged(Node node, Position at) {
        if (node instanceof ScalarNode scalar) {
            return new YamlNode.Scalar(scalar.getValue(), kind(scalar), at);
        }
        if (node instanceof SequenceNode sequence) {
            List<YamlNode> items =
                    sequence.getValue().stream().map(this::convert).toList();
            return new YamlNode.Sequence(items, at);
        }
        if (node instanceof MappingNode mapping) {
            return mapping(mapping, at);
        }
        throw new AssertionError("a composed document holds no " + node.getNodeId());
    }

    private YamlNode mapping(MappingNode node, Position at) {
        Map<String, YamlNode.Entry> entries = new LinkedHashMap<>();
        for (NodeTuple tuple : node.getValue()) {
            Position keyAt = position(tuple.getKeyNode().getStartMark());
            if (tuple.getKeyNode() instanceof ScalarNode key) {
                YamlNode.Entry entry = new YamlNode.Entry(keyAt, convert(tuple.getValueNode()));
                YamlNode.Entry earlier = entries.putIfAbsent(key.getValue(), entry);
                if (earlier != null) {
                    findings.add(
                            keyAt,
                            "key '%s' stands here a second time, first at line %d; remove one of them"
                                    .formatted(key.getValue(), earlier.keyAt().line()));
                }
            } else {
                findings.add(keyAt, "a key must be a text");
            }
        }
        return new YamlNode.Mapping(entries, at);
    }

    private static YamlNode.Kind kind(ScalarNode scalar) {
        Tag tag = scalar.getTag();
        if (tag.equals(Tag.NULL)) {
            return YamlNode.Kind.NULL;
        }
        if (tag.equals(Tag.BOOL)) {
            return YamlNode.Kind.BOOLEAN;
        }
        // YAML 1.1 takes 1e3 for a text; YAML 1.2 and JSON, which is read here too, for a number.
        boolean isNumber = tag.equals(Tag.INT)
                || tag.equals(Tag.FLOAT)
                || (scalar.isPlain() && JSON_EXPONENT.matcher(scalar.getValue()).matches());
        return isNumber ? YamlNode.Kind.NUMBER : YamlNode.Kind.TEXT;
    }

    private Position position(@Nullable Mark mark) {
        return mark == null ? Position.of(file) : new Position(file, mark.getLine() + 1, mark.getColumn() + 1);
    }

    /** What a local tag such as {@code !Ref} stands for. */
    @FunctionalInterface
    public interface TagExpansion {

        /** Refuses every tag. */
        TagExpansion NONE = (tag, value, findings) -> {
            findings.add(value.at(), "tag '%s' is not supported here".formatted(tag));
            return value;
        };

        YamlNode expand(String tag, YamlNode value, Findings findings);
    }
}
