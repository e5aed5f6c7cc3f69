package dev.penstock.rules.spi;

/**
 * A parameter with substitution templates. Its text for one message is in {@link ActionInput#value}.
 *
 * @param index its place among the fields of the action
 * @param name as in the rule, for example {@code partitionKey} or {@code headers[0].value}
 * @param template as written
 */
public record Field(int index, String name, String template) {

    /** Whether its text depends on the message. */
    public boolean isVariable() {
        return template.contains("${");
    }
}
