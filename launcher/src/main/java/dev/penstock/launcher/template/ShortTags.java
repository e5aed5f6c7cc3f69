package dev.penstock.launcher.template;

import dev.penstock.launcher.yaml.Findings;
import dev.penstock.launcher.yaml.YamlNode;
import dev.penstock.launcher.yaml.YamlReader;
import java.util.List;
import java.util.Map;

/** Turns CloudFormation's short tags into their long form: {@code !Ref X} into {@code {"Ref": "X"}}. */
final class ShortTags implements YamlReader.TagExpansion {

    @Override
    public YamlNode expand(String tag, YamlNode value, Findings findings) {
        String name = tag.substring(1);
        String key = "Ref".equals(name) || "Condition".equals(name) ? name : "Fn::" + name;
        YamlNode argument = "GetAtt".equals(name) ? splitAtFirstDot(value) : value;
        return new YamlNode.Mapping(Map.of(key, new YamlNode.Entry(value.at(), argument)), value.at());
    }

    /** {@code A.B.C} names attribute {@code B.C} of resource {@code A}. */
    static YamlNode splitAtFirstDot(YamlNode value) {
        if (value instanceof YamlNode.Scalar scalar && scalar.text().contains(".")) {
            int dot = scalar.text().indexOf('.');
            return new YamlNode.Sequence(
                    List.of(
                            YamlNode.text(scalar.text().substring(0, dot), scalar.at()),
                            YamlNode.text(scalar.text().substring(dot + 1), scalar.at())),
                    scalar.at());
        }
        return value;
    }
}
