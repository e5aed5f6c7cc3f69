package dev.penstock.store;

import dev.penstock.platform.lifecycle.Component;
import java.net.URI;
import java.util.List;
import java.util.Map;

/** DynamoDB as the rest of the pipeline sees it. Errors are {@code AwsException} with AWS's codes. */
public interface Tables extends Component {

    /** Where DynamoDB's own HTTP endpoint is; only after {@link #start}. */
    URI endpoint();

    /** Creates a table and returns when it is ACTIVE; a table that exists already is left as it is. */
    void create(TableSpec spec);

    /** Names of all tables, sorted. */
    List<String> names();

    /** How many items a table holds, by a full scan. */
    long count(String table);

    /** All items of a small table, by a full scan; values are plain texts, numbers, booleans, lists and maps. */
    List<Map<String, Object>> items(String table);
}
