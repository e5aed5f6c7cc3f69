package dev.penstock.analytics.cases;

import dev.penstock.analytics.ApplicationStatus;
import dev.penstock.analytics.SqlCase;
import dev.penstock.platform.aws.AwsException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/** One run of a case. */
final class CaseRun {
    private static final String APPLICATION = CaseDefinition.APPLICATION;
    private static final String ERROR_STREAM = "error_stream";

    private final CaseDefinition definition;
    private final CasePipeline pipeline;
    private final List<String> expected = new ArrayList<>();
    private final List<String> got = new ArrayList<>();

    CaseRun(CaseDefinition definition, CasePipeline pipeline) {
        this.definition = definition;
        this.pipeline = pipeline;
    }

    SqlCase.Result run() {
        String codeError = definition.codeError();
        try {
            pipeline.analytics().create(definition.application());
        } catch (AwsException refusal) {
            String text = "%s: %s".formatted(refusal.code(), refusal.getMessage());
            return codeError == null
                    ? new SqlCase.Result(false, "the code is accepted", "the code is refused: " + text, "")
                    : new SqlCase.Result(refusal.code().equals(codeError), codeError, text, "");
        }
        if (codeError != null) {
            return new SqlCase.Result(false, codeError, "the code is accepted", plan());
        }
        return accepted();
    }

    private SqlCase.Result accepted() {
        try {
            pipeline.analytics().startApplication(APPLICATION);
            definition.events().forEach(pipeline::put);
        } catch (AwsException refusal) {
            return failed("the application runs", "%s: %s".formatted(refusal.code(), refusal.getMessage()));
        } catch (IllegalStateException stuck) {
            return failed("the records are taken", String.valueOf(stuck.getMessage()));
        }
        ApplicationStatus status = pipeline.analytics().status(APPLICATION);
        if (!status.status().equals("RUNNING")) {
            return failed("the application runs to the end", "it is " + status.status() + ", see the log");
        }
        compare(status);
        return expected.isEmpty()
                ? new SqlCase.Result(true, summary(), summary(), "")
                : failed(String.join("\n", expected), String.join("\n", got));
    }

    private void compare(ApplicationStatus status) {
        Set<String> streams = new TreeSet<>(status.rowsByStream().keySet());
        streams.add(ERROR_STREAM);
        for (Map.Entry<String, List<ExpectedRow>> stream : definition.expect().entrySet()) {
            if (streams.contains(stream.getKey())) {
                compare(stream.getKey(), stream.getValue());
            } else {
                expected.add("stream " + stream.getKey());
                got.add("the code creates no stream of that name; there are " + String.join(", ", streams));
            }
        }
        Integer errors = definition.errorRows();
        long actual = Math.max(status.errorRows(), pipeline.rows(ERROR_STREAM).size());
        if (errors != null && actual != errors) {
            expected.add("%d rows in %s".formatted(errors, ERROR_STREAM));
            got.add("%d rows in %s".formatted(actual, ERROR_STREAM));
        }
    }

    private void compare(String stream, List<ExpectedRow> rows) {
        List<Map<String, @Nullable Object>> actual = pipeline.rows(stream);
        RowsDifference difference = RowsDifference.of(rows, actual, definition.isOrdered());
        if (!difference.isNone()) {
            String order = definition.isOrdered() ? "in this order" : "in any order";
            expected.add("%s, %d rows %s".formatted(stream, rows.size(), order));
            expected.addAll(difference.expected());
            got.add("%s, %d rows".formatted(stream, actual.size()));
            got.addAll(difference.got());
        }
    }

    private String summary() {
        return definition.expect().entrySet().stream()
                .map(stream -> "%s: %d rows"
                        .formatted(stream.getKey(), stream.getValue().size()))
                .reduce((one, other) -> one + ", " + other)
                .orElse("no rows");
    }

    private SqlCase.Result failed(String wanted, String came) {
        return new SqlCase.Result(false, wanted, came, plan());
    }

    /** The plan, and the rows that had no result. */
    private String plan() {
        StringBuilder text = new StringBuilder(pipeline.analytics().plan(APPLICATION));
        for (Map<String, @Nullable Object> row : pipeline.rows(ERROR_STREAM)) {
            Object pump = row.get("PUMP_NAME");
            text.append("\nerror row of %s: %s: %s"
                    .formatted(pump == null ? "the input" : "pump " + pump, row.get("ERROR_NAME"), row.get("MESSAGE")));
        }
        return text.toString();
    }
}
