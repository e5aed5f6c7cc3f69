package dev.penstock.broker.policy;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * A text of a document with wildcards and variables: {@code topic/${iot:ClientId}/*}. <code>${*}</code>,
 * <code>${?}</code> and <code>${$}</code> are those characters. A variable without a value stays as it is written, so that
 * the text matches nothing that is meant.
 */
final class TextPattern {
    private static final int MOST_COMBINATIONS = 25;

    private final String source;
    private final List<Part> parts;
    private final @Nullable Glob fixed;

    private TextPattern(String source, List<Part> parts) {
        this.source = source;
        this.parts = parts;
        this.fixed = parts.stream().noneMatch(part -> part.kind == Kind.VARIABLE) ? glob(parts, List.of()) : null;
    }

    /**
     * @param variables whether <code>${...}</code> means something: in documents of the version {@code 2012-10-17}
     * @param wildcards whether {@code *} and {@code ?} do
     */
    static TextPattern of(String source, boolean variables, boolean wildcards) {
        List<Part> parts = new ArrayList<>();
        StringBuilder literal = new StringBuilder();
        int at = 0;
        while (at < source.length()) {
            char c = source.charAt(at);
            int close = variables && source.startsWith("${", at) ? source.indexOf('}', at) : -1;
            if (close > 0) {
                String name = source.substring(at + 2, close);
                if (name.length() == 1 && "*?$".contains(name)) {
                    literal.append(name);
                } else {
                    flush(literal, parts);
                    parts.add(new Part(Kind.VARIABLE, name));
                }
                at = close + 1;
                continue;
            }
            if (wildcards && (c == '*' || c == '?')) {
                flush(literal, parts);
                parts.add(new Part(c == '*' ? Kind.ANY_RUN : Kind.ANY_ONE, ""));
            } else {
                literal.append(c);
            }
            at++;
        }
        flush(literal, parts);
        return new TextPattern(source, List.copyOf(parts));
    }

    private static void flush(StringBuilder literal, List<Part> parts) {
        if (literal.length() > 0) {
            parts.add(new Part(Kind.LITERAL, literal.toString()));
            literal.setLength(0);
        }
    }

    /** Whether one of the texts that it stands for in this request is, as a whole, that text. */
    boolean matches(String text, PolicyRequest request) {
        if (fixed != null) {
            return fixed.matches(text);
        }
        for (List<String> values : combinations(request)) {
            if (glob(parts, values).matches(text)) {
                return true;
            }
        }
        return false;
    }

    /** As {@link #matches}, with both sides in lower case. */
    boolean matchesIgnoringCase(String text, PolicyRequest request) {
        String lower = text.toLowerCase(Locale.ROOT);
        for (List<String> values : combinations(request)) {
            List<Part> lowered = parts.stream()
                    .map(part -> part.kind == Kind.LITERAL
                            ? new Part(Kind.LITERAL, part.text.toLowerCase(Locale.ROOT))
                            : part)
                    .toList();
            List<String> loweredValues =
                    values.stream().map(value -> value.toLowerCase(Locale.ROOT)).toList();
            if (glob(lowered, loweredValues).matches(lower)) {
                return true;
            }
        }
        return false;
    }

    /** The texts that it stands for, its wildcards as they are written. */
    List<String> texts(PolicyRequest request) {
        return combinations(request).stream().map(this::text).toList();
    }

    private String text(List<String> values) {
        StringBuilder text = new StringBuilder();
        int variable = 0;
        for (Part part : parts) {
            switch (part.kind) {
                case LITERAL -> text.append(part.text);
                case ANY_RUN -> text.append('*');
                case ANY_ONE -> text.append('?');
                case VARIABLE -> text.append(values.get(variable++));
            }
        }
        return text.toString();
    }

    /** One list of values, in the order of the variables, for each way to replace them. */
    private List<List<String>> combinations(PolicyRequest request) {
        List<List<String>> all = List.of(List.of());
        for (Part part : parts) {
            if (part.kind == Kind.VARIABLE) {
                List<String> found = request.substitutes(part.text);
                List<String> values = found.isEmpty() ? List.of("${" + part.text + "}") : found;
                all = all.stream()
                        .flatMap(before -> values.stream().map(value -> {
                            List<String> longer = new ArrayList<>(before);
                            longer.add(value);
                            return longer;
                        }))
                        .limit(MOST_COMBINATIONS)
                        .<List<String>>map(List::copyOf)
                        .toList();
            }
        }
        return all;
    }

    private static Glob glob(List<Part> parts, List<String> values) {
        Glob.Builder glob = new Glob.Builder();
        int variable = 0;
        for (Part part : parts) {
            switch (part.kind) {
                case LITERAL -> glob.literal(part.text);
                case ANY_RUN -> glob.anyRun();
                case ANY_ONE -> glob.anyOne();
                case VARIABLE -> glob.literal(values.get(variable++));
            }
        }
        return glob.build();
    }

    @Override
    public String toString() {
        return source;
    }

    private enum Kind {
        LITERAL,
        ANY_RUN,
        ANY_ONE,
        VARIABLE
    }

    private record Part(Kind kind, String text) {}
}
