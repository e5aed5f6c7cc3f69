package dev.penstock.analytics.cases;

import dev.penstock.analytics.SqlCase;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * A case of a file.
 *
 * @param definition null when it cannot be run
 * @param problem why it cannot; empty when it can
 */
record FileCase(Head head, @Nullable CaseDefinition definition, String problem) implements SqlCase {

    /** Where a case stands and what it is called. */
    record Head(String id, String area, String file, int line) {}

    static SqlCase broken(Head head, String problem) {
        return new FileCase(head, null, problem);
    }

    @Override
    public String id() {
        return head.id;
    }

    @Override
    public String area() {
        return head.area;
    }

    @Override
    public String file() {
        return head.file;
    }

    @Override
    public int line() {
        return head.line;
    }

    @Override
    public Optional<Recording> recording() {
        return definition == null || definition.codeError() != null
                ? Optional.empty()
                : Optional.of(new CaseRecording(definition));
    }

    @Override
    public Result run() {
        if (definition == null) {
            return new Result(
                    false, "a case that can be run", "%s:%d: %s".formatted(head.file, head.line, problem), "");
        }
        try (CasePipeline pipeline = new CasePipeline(definition.shards())) {
            return new CaseRun(definition, pipeline).run();
        }
    }

    @Override
    public String toString() {
        return area() + "/" + id();
    }
}
