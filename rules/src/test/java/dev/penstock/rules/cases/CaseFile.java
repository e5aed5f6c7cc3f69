package dev.penstock.rules.cases;

import dev.penstock.rules.RuleCase;
import dev.penstock.rules.RuleCases;
import java.io.ByteArrayInputStream;
import java.nio.charset.StandardCharsets;
import java.util.List;

/** Cases from text. */
final class CaseFile {
    private CaseFile() {}

    static List<RuleCase> read(byte[] content) {
        try (var cases = RuleCases.read("my/cases.jsonl", new ByteArrayInputStream(content))) {
            return cases.toList();
        }
    }

    static List<RuleCase> read(String content) {
        return read(content.getBytes(StandardCharsets.UTF_8));
    }

    /** Runs the only case of a file; {@code `} stands for a double quote. */
    static RuleCase.Result run(String json) {
        return read(json.replace('`', '"')).get(0).run();
    }

    /** Runs {@code SELECT v AS r} on a payload. */
    static RuleCase.Result select(String payloadOfV, String expectation) {
        return run("{`sql`:`SELECT v AS r FROM 't/1'`,`sqlVersion`:`2016-03-23`,`topic`:`t/1`,`payload`:{`v`:%s},%s}"
                .formatted(payloadOfV, expectation));
    }
}
