package dev.penstock.analytics.sql;

import dev.penstock.platform.aws.AwsException;
import java.util.List;

/**
 * Turns the tokens of a query into text that Calcite's grammar accepts. It lacks some forms, which are rewritten without
 * moving anything: {@code STEP(e BY i)} becomes {@code STEP(e , i)}, {@code SUBSTRING(s SIMILAR p ESCAPE e)} becomes
 * {@code S_SIMILAR(s , p , e)}, {@code NTH_VALUE(x, n) FROM LAST} becomes {@code NTH_FLAST(x, n)}. Forms it lacks that are not supported yet are refused here by name.
 */
final class QueryReader {
    private final SourceText source;
    private final List<Token> tokens;
    private final char[] text;

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
            refuse(i);
            if (isCall(i, "STEP")) {
                replaceInCall(i, "BY");
            } else if (isCall(i, "SUBSTRING")) {
                replaceSimilar(i);
            } else if (isCall(i, "NTH_VALUE")) {
                replaceNthValue(i);
            }
        }
        return new QueryText(source, new String(text), start);
    }

    private void refuse(int i) {
        Token token = tokens.get(i);
        if (token.isWord("WINDOWED")) {
            throw unsupported(token, "WINDOWED BY STAGGER");
        }
        boolean inFrom = token.isWord("FROM") || token.isWord("JOIN");
        if (inFrom
                && i + 2 < tokens.size()
                && tokens.get(i + 1).isName()
                && tokens.get(i + 2).isWord("OVER")) {
            throw unsupported(tokens.get(i + 2), "OVER after a stream in FROM (the window of a join)");
        }
    }

    private AwsException unsupported(Token token, String construct) {
        return source.unsupported(token.start(), construct);
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
        int depth = 0;
        for (int i = call + 1; i < tokens.size(); i++) {
            Token token = tokens.get(i);
            if (token.isSymbol("(")) {
                depth++;
            } else if (token.isSymbol(")") && --depth == 0) {
                return false;
            } else if (depth == 1 && token.isWord(word)) {
                blank(token.start(), token.end());
                text[token.start()] = ',';
                return true;
            }
        }
        return false;
    }

    private void blank(int from, int to) {
        for (int i = from; i < to; i++) {
            if (text[i] != '\n' && text[i] != '\r') {
                text[i] = ' ';
            }
        }
    }
}
