package dev.penstock.launcher.template;

import dev.penstock.launcher.yaml.Position;
import dev.penstock.launcher.yaml.YamlNode;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** Builds the nodes that SAM writes into a template; all stand where what they are made of stands. */
final class SamNodes {

    private SamNodes() {}

    /** A map; each value under its name. */
    static YamlNode.Mapping map(Position at, Map<String, YamlNode> values) {
        Map<String, YamlNode.Entry> entries = new LinkedHashMap<>();
        values.forEach((name, value) -> entries.put(name, new YamlNode.Entry(value.at(), value)));
        return new YamlNode.Mapping(entries, at);
    }

    static YamlNode list(Position at, YamlNode... items) {
        return new YamlNode.Sequence(List.of(items), at);
    }

    static YamlNode ref(Position at, String logicalId) {
        return map(at, Map.of("Ref", YamlNode.text(logicalId, at)));
    }

    static YamlNode attribute(Position at, String logicalId, String attribute) {
        return map(at, Map.of("Fn::GetAtt", list(at, YamlNode.text(logicalId, at), YamlNode.text(attribute, at))));
    }

    /** The same map with more in it; what is there already is replaced. */
    static YamlNode.Mapping with(YamlNode.Mapping map, Map<String, YamlNode> more) {
        Map<String, YamlNode.Entry> entries = new LinkedHashMap<>(map.entries());
        more.forEach((name, value) -> entries.put(name, new YamlNode.Entry(value.at(), value)));
        return new YamlNode.Mapping(entries, map.at());
    }

    static YamlNode.Mapping without(YamlNode.Mapping map, Set<String> names) {
        Map<String, YamlNode.Entry> entries = new LinkedHashMap<>(map.entries());
        entries.keySet().removeAll(names);
        return new YamlNode.Mapping(entries, map.at());
    }
}
