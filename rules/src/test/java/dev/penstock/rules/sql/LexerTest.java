package dev.penstock.rules.sql;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.stream.Collectors;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class LexerTest {

    @ParameterizedTest(name = "{0}")
    @CsvSource(
            quoteCharacter = '`',
            delimiter = ';',
            value = {
                "a1_b .c; NAME a1_b SYMBOL . NAME c",
                "a<>b<=c; NAME a SYMBOL <> NAME b SYMBOL <= NAME c",
                "set-point; NAME set SYMBOL - NAME point",
                "15 2.5 1E3 5E-12; NUMBER 15 NUMBER 2.5 NUMBER 1E3 NUMBER 5E-12",
                "'it''s' \"say \"\"hi\"\"\"; TEXT it's TEXT say \"hi\"",
                "'a\\n'; TEXT a\\n",
                "@x_1=2; VARIABLE x_1 SYMBOL = NUMBER 2",
                "5--3; NUMBER 5 SYMBOL - SYMBOL - NUMBER 3"
            })
    void cutsTextIntoTokens(String sql, String tokens) {
        String found = Lexer.statement(sql).stream()
                .filter(token -> token.kind() != Token.Kind.END)
                .map(token -> token.kind() + " " + token.text())
                .collect(Collectors.joining(" "));

        assertThat(found).isEqualTo(tokens);
    }
}
