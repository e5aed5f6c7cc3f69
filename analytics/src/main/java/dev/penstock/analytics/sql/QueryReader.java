package dev.penstock.analytics.sql;

import dev.penstock.platform.aws.AwsException;
import java.util.List;

/**
 * Turns the tokens of a query into text that Calcite's grammar accepts. It lacks two forms, which are rewritten without
 * moving anything: {@code STEP(e BY i)} becomes {@code STEP(e , i)}, {@code SUBSTRING(s SIMILAR p ESCAPE e)} becomes
 * {@code S_SIMILAR(s , p , e)}. Forms it lacks that are not supported yet are refused here by name.
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
        boolean nth = token.isWord("FROM") && i + 1 < tokens.size() && isFirstOrLast(tokens.get(i + 1));
        if (nth && i > 0 && tokens.get(i - 1).isSymbol(")")) {
            throw unsupported(token, "NTH_VALUE ... FROM FIRST or LAST");
        }
    }

    private static boolean isFirstOrLast(Token token) {
        return token.isWord("FIRST") || token.isWord("LAST");
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
            QueryText.SUBSTRING_SIMILAR.getChars(
                    0,
                    QueryText.SUBSTRING_SIMILAR.length(),
                    text,
                    tokens.get(call).start());
        }
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
