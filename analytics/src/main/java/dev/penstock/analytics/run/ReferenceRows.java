package dev.penstock.analytics.run;

import dev.penstock.analytics.AnalyticsServices.ObjectReader;
import dev.penstock.analytics.ApplicationSpec;
import dev.penstock.analytics.ApplicationSpec.Content;
import dev.penstock.analytics.input.RecordMapping;
import dev.penstock.analytics.type.RowFailure;
import dev.penstock.platform.aws.AwsException;
import dev.penstock.platform.data.Bytes;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletionException;
import org.jspecify.annotations.Nullable;

/** The rows of reference tables, read when an application starts. */
final class ReferenceRows {
    private ReferenceRows() {}

    /**
     * @throws AwsException InvalidApplicationConfigurationException when a table cannot be read; a table with holes would
     *     make joins wrong in silence
     */
    static Map<String, List<@Nullable Object[]>> read(
            List<ApplicationSpec.Reference> references, ObjectReader objects) {
        Map<String, List<@Nullable Object[]>> tables = new HashMap<>();
        for (ApplicationSpec.Reference reference : references) {
            tables.put(reference.table(), rows(reference, content(reference, objects)));
        }
        return tables;
    }

    private static Bytes content(ApplicationSpec.Reference reference, ObjectReader objects) {
        if (reference.content() instanceof Content.S3Object object) {
            try {
                return objects.object(object.bucket(), object.key())
                        .toCompletableFuture()
                        .join();
            } catch (CompletionException failure) {
                throw invalid("the data of reference table %s cannot be read: %s"
                        .formatted(
                                reference.table(),
                                (failure.getCause() == null ? failure : failure.getCause()).getMessage()));
            }
        }
        return ((Content.Given) reference.content()).bytes().get();
    }

    private static AwsException invalid(String message) {
        return new AwsException("InvalidApplicationConfigurationException", 400, message);
    }

    private static List<@Nullable Object[]> rows(ApplicationSpec.Reference reference, Bytes content) {
        List<@Nullable Object[]> rows = new ArrayList<>();
        RecordMapping.of(reference).read(content, new RecordMapping.Rows() {
            @Override
            public void row(@Nullable Object[] values) {
                // The place of ROWTIME, which a table has not.
                rows.add(Arrays.copyOfRange(values, 1, values.length));
            }

            @Override
            public void failed(RowFailure failure) {
                throw invalid("reference table %s, row %d: %s; correct its file or its schema"
                        .formatted(reference.table(), rows.size() + 1, failure.getMessage()));
            }
        });
        return rows;
    }
}
