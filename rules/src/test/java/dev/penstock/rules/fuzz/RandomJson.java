package dev.penstock.rules.fuzz;

import java.nio.charset.StandardCharsets;

/** Random JSON texts, with everything that JSON allows and a little that it does not. */
public final class RandomJson {
    private final Chance chance;
    private final boolean tidy;

    /** @param tidy without blanks and escapes, as most devices write it */
    public RandomJson(Chance chance, boolean tidy) {
        this.chance = chance;
        this.tidy = tidy;
    }

    public byte[] document() {
        byte[] text = (blank() + (chance.oneIn(8) ? array(0) : object(0)) + blank()).getBytes(StandardCharsets.UTF_8);
        return chance.oneIn(3) ? chance.mutate(text) : text;
    }

    private String value(int depth) {
        return switch (chance.below(depth > 4 ? 7 : 9)) {
            case 0, 1, 2 -> number();
            case 3, 4 -> string();
            case 5 -> chance.of("true", "false");
            case 6 -> "null";
            case 7 -> object(depth + 1);
            default -> array(depth + 1);
        };
    }

    private String object(int depth) {
        StringBuilder text = new StringBuilder("{").append(blank());
        int count = chance.oneIn(40) ? 20 + chance.below(90) : chance.below(7);
        for (int i = 0; i < count; i++) {
            text.append(i == 0 ? "" : blank() + "," + blank())
                    .append(name())
                    .append(blank())
                    .append(':')
                    .append(blank())
                    .append(value(depth));
        }
        return text.append(blank()).append('}').toString();
    }

    private String array(int depth) {
        StringBuilder text = new StringBuilder("[").append(blank());
        for (int i = chance.below(5); i > 0; i--) {
            text.append(value(depth)).append(blank()).append(i == 1 ? "" : ",").append(blank());
        }
        return text.append(']').toString();
    }

    private String name() {
        return chance.oneIn(4)
                ? "\"" + chance.of("a", "b", "temperature", "x", "device") + "\""
                : chance.oneIn(20) ? string() : "\"m" + chance.below(1000) + "\"";
    }

    private String string() {
        return "\"" + chance.many(12, this::piece) + "\"";
    }

    private String piece() {
        if (tidy) {
            return chance.of("a", "Z", "/", "12 ", "é", "\uD83D\uDE00", ",", "{");
        }
        return chance.of(
                "a",
                "bc",
                " ",
                "\\n",
                "\\u0041",
                "\\u00e9",
                "é",
                "€",
                "\uD83D\uDE00",
                "\\ud83d\\ude00",
                "\\/",
                "\\\"",
                "\\\\",
                "\\u0000",
                "\\u001f",
                "\\b",
                "\\f",
                "\u007F",
                "\\ud800x",
                "some more text than that");
    }

    private String number() {
        return switch (chance.below(8)) {
            case 0 -> String.valueOf(chance.below(100));
            case 1 -> chance.of("-", "") + chance.below(1000) + "." + chance.below(1000);
            case 2 -> chance.of("-", "") + digits(1 + chance.below(40));
            case 3 -> digits(1 + chance.below(20)) + "." + "0".repeat(chance.below(12)) + chance.below(20);
            case 4 -> chance.of("0", "-0", "0.0", "-0.0", "10.0", "0.0000001", "0.000001", "0e5", "0E-2000", "1E400");
            case 5 ->
                digits(1 + chance.below(5))
                        + chance.of("", ".5", ".50")
                        + chance.of("e", "E")
                        + chance.of("", "-", "+")
                        + chance.below(1100);
            case 6 ->
                chance.of(
                        "1e999999999",
                        "1e99999999999",
                        "0e99999999999",
                        "9.99E999",
                        "1E-999",
                        "1E1000",
                        "01",
                        "1.",
                        ".5",
                        "+1",
                        "NaN",
                        "9223372036854775807",
                        "-9223372036854775808",
                        "9223372036854775808");
            default -> chance.oneIn(20) ? digits(990 + chance.below(20)) : digits(17 + chance.below(4));
        };
    }

    private String digits(int count) {
        StringBuilder text = new StringBuilder().append(1 + chance.below(9));
        for (int i = 1; i < count; i++) {
            text.append(chance.below(10));
        }
        return text.toString();
    }

    private String blank() {
        return tidy || chance.below(3) > 0 ? "" : chance.of(" ", "\n", "\t ", "\r\n");
    }
}
