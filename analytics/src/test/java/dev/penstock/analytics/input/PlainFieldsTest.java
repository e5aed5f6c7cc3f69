package dev.penstock.analytics.input;

import static org.assertj.core.api.Assertions.assertThat;

import dev.penstock.analytics.ApplicationSpec;
import dev.penstock.analytics.type.RowFailure;
import dev.penstock.platform.data.Bytes;
import dev.penstock.stream.StartingPosition;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** Records read from the parser give what a tree of them gives. */
class PlainFieldsTest {
    private static final List<String> TYPES = List.of(
            "BOOLEAN",
            "TINYINT",
            "SMALLINT",
            "INTEGER",
            "BIGINT",
            "DECIMAL(6,2)",
            "REAL",
            "DOUBLE",
            "CHAR(3)",
            "VARCHAR(4)",
            "VARBINARY(4)",
            "DATE",
            "TIME",
            "TIMESTAMP");
    private static final List<String> VALUES = List.of(
            "1",
            "-7",
            "128",
            "70000",
            "3000000000",
            "1e400",
            "1.5",
            "20.125",
            "0.1",
            "12345678901234567890",
            "true",
            "false",
            "null",
            "\"x\"",
            "\"12\"",
            "\"true\"",
            "\"2024-01-02\"",
            "\"2024-01-02 03:04:05.678\"",
            "\"a longer text\"",
            "[1, 2]",
            "{ \"n\" : 1}",
            "[]");

    @Test
    void randomRecordsGiveTheSameWithAndWithoutATree() {
        Random random = new Random(3);
        for (String type : TYPES) {
            RecordMapping plain = mapping("$", type);
            RecordMapping tree = mapping("$.r", type);
            for (int i = 0; i < 300; i++) {
                String record = record(random);

                List<String> expected = read(tree, "{\"r\":" + record + "}");

                assertThat(read(plain, record)).as("%s of %s", type, record).isEqualTo(expected);
            }
        }
    }

    /** Fields that come twice, that two columns take, that no column takes. */
    private static String record(Random random) {
        List<String> fields = new ArrayList<>();
        for (String name : List.of("other", "a", "b", "a", "c")) {
            if (random.nextInt(4) > 0) {
                fields.add("\"%s\":%s".formatted(name, VALUES.get(random.nextInt(VALUES.size()))));
            }
        }
        return "{" + String.join(",", fields) + "}";
    }

    private static RecordMapping mapping(String rowPath, String type) {
        List<ApplicationSpec.Column> columns = List.of(
                new ApplicationSpec.Column("B", type, "$.b"),
                new ApplicationSpec.Column("A", type, "$.a"),
                new ApplicationSpec.Column("C1", "VARCHAR(8)", "$.c"),
                new ApplicationSpec.Column("C2", type, "$.c"));
        return RecordMapping.of(
                new ApplicationSpec.Input("IN", "in", new StartingPosition.TrimHorizon(), rowPath, columns));
    }

    private static List<String> read(RecordMapping mapping, String record) {
        List<String> read = new ArrayList<>();
        mapping.read(Bytes.utf8(record), new RecordMapping.Rows() {
            @Override
            public void row(@Nullable Object[] values) {
                read.add(Arrays.deepToString(values));
            }

            @Override
            public void failed(RowFailure failure) {
                read.add(failure.kind() + " " + failure.getMessage());
            }
        });
        return read;
    }
}
