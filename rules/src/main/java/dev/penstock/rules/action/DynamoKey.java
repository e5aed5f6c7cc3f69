package dev.penstock.rules.action;

import dev.penstock.platform.aws.AwsException;
import dev.penstock.rules.spi.ActionInput;
import dev.penstock.rules.spi.ActionParameters;
import dev.penstock.rules.spi.Field;
import java.math.BigDecimal;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** One attribute of the key, as the parameters of a {@code dynamoDB} action give it. */
record DynamoKey(Field name, Field value, Field type) {
    private static final List<String> TYPES = List.of("STRING", "NUMBER");

    static DynamoKey hash(ActionParameters parameters) {
        return new DynamoKey(
                parameters.template("hashKeyField"),
                parameters.template("hashKeyValue"),
                type("hashKeyType", parameters));
    }

    /** Empty when none of its parameters is given. */
    static Optional<DynamoKey> range(ActionParameters parameters) {
        Optional<Field> name = parameters.optionalTemplate("rangeKeyField");
        Optional<Field> value = parameters.optionalTemplate("rangeKeyValue");
        if (name.isPresent() != value.isPresent()) {
            throw parameters.invalid(
                    name.isPresent() ? "rangeKeyValue" : "rangeKeyField",
                    "a range key has both rangeKeyField and rangeKeyValue");
        }
        if (name.isEmpty()) {
            if (parameters.optionalText("rangeKeyType").isPresent()) {
                throw parameters.invalid(
                        "rangeKeyType", "it belongs to rangeKeyField and rangeKeyValue, which are missing");
            }
            return Optional.empty();
        }
        return Optional.of(new DynamoKey(name.get(), value.get(), type("rangeKeyType", parameters)));
    }

    private static Field type(String parameter, ActionParameters parameters) {
        Field type = parameters.template(parameter, TYPES.get(0));
        checkWord(type, TYPES, parameters);
        return type;
    }

    /** Refuses a field without templates that is none of a few words. */
    static void checkWord(Field field, List<String> words, ActionParameters parameters) {
        if (!field.isVariable() && !words.contains(field.template())) {
            throw parameters.invalid(field.name(), noneOf(field.template(), words));
        }
    }

    /** The text of a field, which must be one of a few words. */
    static String word(Field field, List<String> words, ActionInput input) {
        String word = input.value(field);
        if (!words.contains(word)) {
            throw JsonParameters.invalidRequest("%s: %s".formatted(field.name(), noneOf(word, words)));
        }
        return word;
    }

    private static String noneOf(String word, List<String> words) {
        return "'%s' is none of %s".formatted(word, String.join(", ", words));
    }

    void addTo(Map<String, Object> key, ActionInput input) {
        String text = input.value(value);
        key.put(input.value(name), word(type, TYPES, input).equals("NUMBER") ? number(text) : text);
    }

    private Object number(String text) {
        try {
            return new BigDecimal(text);
        } catch (NumberFormatException notANumber) {
            throw AwsException.validation("The parameter cannot be converted to a numeric value: %s (%s '%s')"
                    .formatted(text, value.name(), value.template()));
        }
    }
}
