package dev.penstock.platform.logs;

import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Terms that a message must contain ({@code ERROR "not found"}), must not ({@code -DEBUG}), or of which it must contain
 * one ({@code ?ERROR ?WARN}). Case matters; a term is found within words too.
 *
 * @param all every one must be there
 * @param none not one may be there
 * @param any one must be there, unless it is empty
 */
record TermsPattern(List<String> all, List<String> none, List<String> any) implements FilterPattern {
    private static final Pattern TERM = Pattern.compile("\\s*([-?]?)(\"((?:[^\"\\\\]|\\\\.)*)\"|[^\\s\"]+)");
    private static final Pattern BARE = Pattern.compile("[\\p{L}\\p{N}_]+");

    static TermsPattern parse(String text) {
        List<String> all = new ArrayList<>();
        List<String> none = new ArrayList<>();
        List<String> any = new ArrayList<>();
        Matcher matcher = TERM.matcher(text);
        int end = 0;
        while (end < text.length()) {
            if (!matcher.find(end) || matcher.start() != end) {
                throw LogErrors.invalid("Invalid filter pattern '%s': a quotation mark is not closed".formatted(text));
            }
            List<String> kind =
                    matcher.group(1).isEmpty() ? all : matcher.group(1).equals("-") ? none : any;
            kind.add(term(matcher));
            end = matcher.end();
        }
        if (!any.isEmpty() && (!all.isEmpty() || !none.isEmpty())) {
            throw LogErrors.notEmulated(
                    "A filter pattern of ?terms together with others ('%s')".formatted(text),
                    "CloudWatch ignores the ?terms then: leave them out, or search twice");
        }
        return new TermsPattern(all, none, any);
    }

    private static String term(Matcher matcher) {
        String quoted = matcher.group(3);
        if (quoted != null) {
            return quoted.replaceAll("\\\\(.)", "$1");
        }
        String bare = String.valueOf(matcher.group(2));
        if (bare.startsWith("%")) {
            throw FilterPattern.regularExpression(bare);
        }
        if (!BARE.matcher(bare).matches()) {
            throw LogErrors.invalid("Invalid character(s) in term '%s'; put it into quotation marks".formatted(bare));
        }
        return bare;
    }

    @Override
    public boolean matches(String message) {
        return all.stream().allMatch(message::contains)
                && none.stream().noneMatch(message::contains)
                && (any.isEmpty() || any.stream().anyMatch(message::contains));
    }
}
