package dev.penstock.launcher;

import dev.penstock.launcher.template.resource.SourceArn;
import dev.penstock.store.TableSpec;
import dev.penstock.store.Tables;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The ARNs of the streams of tables, which end with a label, the time of their creation, that is known only then. Texts
 * of a template have something else in its place until now.
 */
final class TableStreamArns {
    /** What DynamoDB calls it, by how the template does. */
    private final Map<Pattern, String> known = new LinkedHashMap<>();

    private final Map<String, String> labels = new LinkedHashMap<>();

    /** @param tables where the tables are already */
    TableStreamArns(List<TableSpec> specs, Tables tables) {
        for (TableSpec table : specs) {
            if (table.stream().isPresent()) {
                tables.streamArn(table.name()).ifPresent(arn -> add(SourceArn.tableStream(table.name()), arn));
            }
        }
    }

    private void add(String unknown, String arn) {
        known.put(
                Pattern.compile("arn:aws:dynamodb:[^:]*:[^:]*:" + Pattern.quote(unknown)),
                Matcher.quoteReplacement(arn));
        labels.put(unknown, arn.substring(arn.indexOf(":table/") + 1));
    }

    /** A text with the ARNs by which clients of the endpoint find the streams. */
    String in(String text) {
        String result = text;
        for (Map.Entry<Pattern, String> arn : known.entrySet()) {
            result = arn.getKey().matcher(result).replaceAll(arn.getValue());
        }
        return result;
    }

    /** An ARN with the label, and with region and account of this pipeline, which DynamoDB Local does not know. */
    String asSource(String arn) {
        String result = arn;
        for (Map.Entry<String, String> label : labels.entrySet()) {
            result = result.replace(label.getKey(), label.getValue());
        }
        return result;
    }
}
