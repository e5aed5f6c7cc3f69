package dev.penstock.store;

import dev.penstock.platform.lifecycle.Component;
import java.net.URI;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** DynamoDB as the rest of the pipeline sees it. Errors are {@code AwsException} with AWS's codes. */
public interface Tables extends Component {

    /** Where DynamoDB's own HTTP endpoint is; only after {@link #start}. */
    URI endpoint();

    /**
     * Creates a table and returns when it is ACTIVE; a table that exists already is left as it is.
     *
     * @throws dev.penstock.platform.aws.AwsException ResourceInUseException when it exists with another key
     */
    void create(TableSpec spec);

    /** Names of all tables, sorted. */
    List<String> names();

    /** How many items a table holds, by a full scan. */
    long count(String table);

    /**
     * All items of a small table, by a full scan. Values are plain: {@code String}, {@code BigDecimal}, {@code Boolean},
     * {@code Bytes}, null for DynamoDB's NULL, {@code Set} of the first, second or fourth, {@code List} and {@code Map}.
     */
    List<Map<String, @Nullable Object>> items(String table);
}
