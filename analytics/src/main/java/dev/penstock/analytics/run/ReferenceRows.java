package dev.penstock.analytics.run;

import dev.penstock.analytics.ApplicationSpec;
import dev.penstock.analytics.input.RecordMapping;
import dev.penstock.analytics.type.RowFailure;
import dev.penstock.platform.aws.AwsException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The rows of reference tables, read when an application starts. */
final class ReferenceRows {
    private ReferenceRows() {}

    /**
     * @throws AwsException InvalidApplicationConfigurationException when a table cannot be read; a table with holes would
     *     make joins wrong in silence
     */
    static Map<String, List<@Nullable Object[]>> read(List<ApplicationSpec.Reference> references) {
        Map<String, List<@Nullable Object[]>> tables = new HashMap<>();
        for (ApplicationSpec.Reference reference : references) {
            tables.put(reference.table(), rows(reference));
        }
        return tables;
    }

    private static List<@Nullable Object[]> rows(ApplicationSpec.Reference reference) {
        List<@Nullable Object[]> rows = new ArrayList<>();
        RecordMapping.of(reference).read(reference.content().get(), new RecordMapping.Rows() {
            @Override
            public void row(@Nullable Object[] values) {
                // The place of ROWTIME, which a table has not.
                rows.add(Arrays.copyOfRange(values, 1, values.length));
            }

            @Override
            public void failed(RowFailure failure) {
                throw new AwsException(
                        "InvalidApplicationConfigurationException",
                        400,
                        "reference table %s, row %d: %s; correct its file or its schema"
                                .formatted(reference.table(), rows.size() + 1, failure.getMessage()));
            }
        });
        return rows;
    }
}
