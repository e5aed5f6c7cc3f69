package dev.penstock.analytics.sql;

import dev.penstock.analytics.sql.QueryText.Piece;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;

/**
 * Turns the tokens of a query into text that Calcite's grammar accepts. It lacks some forms, which are rewritten without
 * moving anything: {@code STEP(e BY i)} becomes {@code STEP(e , i)}, {@code SUBSTRING(s SIMILAR p ESCAPE e)} becomes
 * {@code S_SIMILAR(s , p , e)}, {@code NTH_VALUE(x, n) FROM LAST} becomes {@code NTH_FLAST(x, n)}. Windows of joins and
 * stagger windows are taken out and kept beside the text.
 */
final class QueryReader {
    private final SourceText source;
    private final List<Token> tokens;
    private final char[] text;
    private final Map<Integer, Piece> joinWindows = new HashMap<>();
    private final Map<Integer, Piece> staggers = new HashMap<>();

    QueryReader(SourceText source, List<Token> tokens) {
        this.source = source;
        this.tokens = tokens;
        this.text = source.text().toCharArray();
    }

    QueryText read() {
        int start = tokens.get(0).start();
        int end = tokens.get(tokens.size() - 1).end();
        blank(0, start);
        blank(end, text.length);
        for (int i = 0; i < tokens.size(); i++) {
            if (FreeWords.isName(tokens, i)) {
                put(i, FreeWords.standIn(tokens.get(i).text()));
            }
            if (tokens.get(i).isWord("WINDOWED")) {
                replaceStagger(i);
            } else if (isJoinWindow(i)) {
                takeJoinWindow(i);
            } else if (isCall(i, "STEP")) {
                replaceInCall(i, "BY");
            } else if (isCall(i, "SUBSTRING")) {
                replaceSimilar(i);
                replaceComma(i);
            } else if (isCall(i, "ANY") && !isQuantifier(i)) {
                put(i, QueryText.ANY);
            } else if (isPeriodPredicate(i)) {
                throw source.error(
                        tokens.get(i).start(),
                        "%s of periods is not supported; use OVERLAPS, CONTAINS, EQUALS, PRECEDES or SUCCEEDS"
                                .formatted(tokens.get(i).text().toUpperCase(Locale.ROOT)));
            } else if (isCall(i, "NTH_VALUE")) {
                replaceNthValue(i);
            }
        }
        return new QueryText(source, new String(text), start, joinWindows, staggers);
    }

    /** {@code WINDOWED BY STAGGER (PARTITION BY a, b RANGE INTERVAL ...)} becomes {@code GROUP BY a, b}. */
    private void replaceStagger(int windowed) {
        int open = windowed + 3;
        boolean isStagger = open < tokens.size()
                && tokens.get(windowed + 1).isWord("BY")
                && tokens.get(windowed + 2).isWord("STAGGER")
                && tokens.get(open).isSymbol("(");
        int close = isStagger ? afterCall(windowed + 2) - 1 : 0;
        int range = isStagger ? wordInCall(windowed + 2, "RANGE") : 0;
        boolean isPartitioned = isStagger
                && open + 2 < close
                && tokens.get(open + 1).isWord("PARTITION")
                && tokens.get(open + 2).isWord("BY");
        if (!isPartitioned || range == 0) {
            throw source.error(
                    tokens.get(windowed).start(),
                    "expected WINDOWED BY STAGGER (PARTITION BY expressions RANGE INTERVAL 'n' unit)");
        }
        staggers.put(
                tokens.get(windowed).start(),
                new Piece(
                        /* start= */ tokens.get(range).end(),
                        /* end= */ tokens.get(close).start()));
        blank(tokens.get(windowed).start(), tokens.get(windowed).end());
        put(windowed, "GROUP");
        blank(tokens.get(open - 1).start(), tokens.get(open + 2).end());
        blank(tokens.get(range).start(), tokens.get(close).end());
    }

    /** Whether a stream in FROM has a window: no function has OVER straight after a name. */
    private boolean isJoinWindow(int i) {
        return i > 0
                && tokens.get(i).isWord("OVER")
                && tokens.get(i - 1).isName()
                && !tokens.get(i - 1).isWord("NULLS")
                && !isEndOfNthValue(i - 1)
                && i + 1 < tokens.size();
    }

    /** Whether it is the FIRST or LAST of {@code NTH_VALUE(x, n) FROM LAST}. */
    private boolean isEndOfNthValue(int i) {
        return i > 1
                && (tokens.get(i).isWord("FIRST") || tokens.get(i).isWord("LAST"))
                && tokens.get(i - 1).isWord("FROM")
                && tokens.get(i - 2).isSymbol(")");
    }

    private void takeJoinWindow(int over) {
        int end = tokens.get(over + 1).isSymbol("(") ? afterCall(over) - 1 : over + 1;
        Piece window = new Piece(tokens.get(over).start(), tokens.get(end).end());
        joinWindows.put(tokens.get(over - 1).start(), window);
        blank(window.start(), window.end());
    }

    private boolean isCall(int i, String name) {
        return tokens.get(i).isWord(name)
                && i + 1 < tokens.size()
                && tokens.get(i + 1).isSymbol("(");
    }

    private void replaceSimilar(int call) {
        if (replaceInCall(call, "SIMILAR")) {
            replaceInCall(call, "ESCAPE");
            put(call, QueryText.SUBSTRING_SIMILAR);
        }
    }

    /** {@code SUBSTRING(s, from, count)}: the forms with FROM, and a regular expression, are left alone. */
    private void replaceComma(int call) {
        int depth = 0;
        for (int i = call + 1; i < afterCall(call) - 1; i++) {
            Token token = tokens.get(i);
            if (token.isSymbol("(")) {
                depth++;
            } else if (token.isSymbol(")")) {
                depth--;
            } else if (depth == 1 && (token.isWord("FROM") || token.isWord("SIMILAR"))) {
                return;
            } else if (depth == 1 && token.isSymbol(",")) {
                if (source.text().charAt(tokens.get(i + 1).start()) != '\'') {
                    put(call, QueryText.SUBSTRING_COMMA);
                }
                return;
            }
        }
    }

    /** Whether ANY compares with each of some values, as in {@code a = ANY (...)}. */
    private boolean isQuantifier(int any) {
        return any > 0
                && Set.of("=", "<", ">", "<=", ">=", "<>", "!=")
                        .contains(tokens.get(any - 1).text());
    }

    /** Predicates of periods that only the service's ancestor has. */
    private boolean isPeriodPredicate(int i) {
        Token token = tokens.get(i);
        boolean isOne = token.isWord("LEADS") || token.isWord("LAGS") || token.isWord("STRICTLY");
        return isOne && i > 0 && tokens.get(i - 1).isSymbol(")");
    }

    private void replaceNthValue(int call) {
        int from = afterCall(call);
        if (from + 1 >= tokens.size() || !tokens.get(from).isWord("FROM")) {
            return;
        }
        Token end = tokens.get(from + 1);
        if (end.isWord("LAST")) {
            put(call, QueryText.NTH_VALUE_LAST);
        } else if (!end.isWord("FIRST")) {
            return;
        }
        blank(tokens.get(from).start(), end.end());
    }

    /** The token after the closing parenthesis of a call. */
    private int afterCall(int call) {
        int depth = 0;
        for (int i = call + 1; i < tokens.size(); i++) {
            if (tokens.get(i).isSymbol("(")) {
                depth++;
            } else if (tokens.get(i).isSymbol(")") && --depth == 0) {
                return i + 1;
            }
        }
        return tokens.size();
    }

    /** Writes a name of the same length over a token. */
    private void put(int token, String name) {
        name.getChars(0, name.length(), text, tokens.get(token).start());
    }

    /** Puts a comma in the place of a word that stands directly between the parentheses of a call. */
    private boolean replaceInCall(int call, String word) {
        int found = wordInCall(call, word);
        if (found == 0) {
            return false;
        }
        Token token = tokens.get(found);
        blank(token.start(), token.end());
        text[token.start()] = ',';
        return true;
    }

    /** A word that stands directly between the parentheses of a call, or 0. */
    private int wordInCall(int call, String word) {
        int depth = 0;
        for (int i = call + 1; i < tokens.size(); i++) {
            Token token = tokens.get(i);
            if (token.isSymbol("(")) {
                depth++;
            } else if (token.isSymbol(")") && --depth == 0) {
                return 0;
            } else if (depth == 1 && token.isWord(word)) {
                return i;
            }
        }
        return 0;
    }

    private void blank(int from, int to) {
        for (int i = from; i < to; i++) {
            if (text[i] != '\n' && text[i] != '\r') {
                text[i] = ' ';
            }
        }
    }
}
