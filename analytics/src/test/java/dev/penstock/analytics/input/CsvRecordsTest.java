package dev.penstock.analytics.input;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.penstock.analytics.ApplicationSpec;
import dev.penstock.analytics.type.RowFailure;
import dev.penstock.platform.aws.AwsException;
import dev.penstock.platform.data.Bytes;
import dev.penstock.stream.StartingPosition;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** Columns are a text of six characters, a whole number and a truth value. */
class CsvRecordsTest {

    private static List<String> read(String rowDelimiter, String columnDelimiter, String record) {
        List<ApplicationSpec.Column> columns =
                List.of(column("s", "VARCHAR(6)"), column("i", "INTEGER"), column("b", "BOOLEAN"));
        RecordMapping mapping = RecordMapping.of(new ApplicationSpec.Input(
                "S",
                "stream",
                new StartingPosition.Latest(),
                new ApplicationSpec.RecordFormat.Csv(rowDelimiter, columnDelimiter),
                columns));
        List<String> found = new ArrayList<>();
        mapping.read(Bytes.utf8(record), new RecordMapping.Rows() {
            @Override
            public void row(@Nullable Object[] values) {
                found.add(Arrays.asList(values).subList(1, 4).toString());
            }

            @Override
            public void failed(RowFailure failure) {
                found.add("failed: " + failure.getMessage());
            }
        });
        return found;
    }

    private static ApplicationSpec.Column column(String name, String type) {
        return new ApplicationSpec.Column(name, type, null);
    }

    private static List<String> read(String record) {
        return read("\n", ",", record);
    }

    @Test
    void columnsComeByPosition() {
        assertThat(read("a,1,true\nb, 2 ,FALSE\n")).containsExactly("[a, 1, true]", "[b, 2, false]");
    }

    @Test
    void lastRowNeedsNoDelimiter() {
        assertThat(read("a,1,true")).containsExactly("[a, 1, true]");
    }

    @Test
    void missingPiecesAreNullAndThoseTooManyAreLeftOut() {
        assertThat(read("a\nb,1,true,x,y\n,,")).containsExactly("[a, null, null]", "[b, 1, true]", "[, null, null]");
    }

    @Test
    void textIsCutToTheLengthOfItsColumn() {
        assertThat(read("abcdefgh,1")).containsExactly("[abcdef, 1, null]");
    }

    @Test
    void quotesHoldDelimiters() {
        assertThat(read("\"a,b\",1\n\"a\nb\",2\n\"a\"\"b\",3\n\"\",4\na\"b,5"))
                .containsExactly(
                        "[a,b, 1, null]", "[a\nb, 2, null]", "[a\"b, 3, null]", "[, 4, null]", "[a\"b, 5, null]");
    }

    @Test
    void quoteThatIsNotClosedFailsTheRecord() {
        assertThat(read("a,1\n\"b,2\nc,3\n")).containsExactly("[a, 1, null]", "failed: a double quote is not closed");
    }

    @Test
    void carriageReturnBelongsToTheLineEnd() {
        assertThat(read("a,1\r\nb,2\r\n")).containsExactly("[a, 1, null]", "[b, 2, null]");
    }

    @Test
    void blankLinesAreNoRows() {
        assertThat(read("\na,1\n\n\n")).containsExactly("[a, 1, null]");
    }

    @Test
    void delimitersMayBeLonger() {
        assertThat(read("||", "::", "a::1||b::2")).containsExactly("[a, 1, null]", "[b, 2, null]");
    }

    @Test
    void valueThatDoesNotFitFailsItsRowOnly() {
        assertThat(read("a,1\nb,x\nc,3"))
                .containsExactly("[a, 1, null]", "failed: column i: 'x' is not a number", "[c, 3, null]");
    }

    @Test
    void emptyRecordFails() {
        assertThat(read("")).containsExactly("failed: the record is empty");
    }

    @Test
    void delimitersMustNotBeEmpty() {
        assertThatThrownBy(() -> read("", ",", "a"))
                .isInstanceOf(AwsException.class)
                .hasMessageContaining("RecordRowDelimiter");
    }
}
