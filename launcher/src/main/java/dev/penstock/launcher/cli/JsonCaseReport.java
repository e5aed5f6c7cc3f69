package dev.penstock.launcher.cli;

import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.json.JsonWriteFeature;
import dev.penstock.platform.data.Json;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.UncheckedIOException;
import java.util.List;
import java.util.Map;

/**
 * For tools: one document, written as cases come, <code>{cases:[{id,area,file,line,passed,expected?,got?,explanation?}],
 * areas:[{area,passed,failed}], unusable:[text], passed, failed}</code>; expected, got and explanation of failures only.
 */
final class JsonCaseReport extends CaseReport {
    private final JsonGenerator json;

    JsonCaseReport(PrintWriter out) {
        try {
            json = Json.MAPPER.getFactory().createGenerator(out);
            json.disable(JsonGenerator.Feature.AUTO_CLOSE_TARGET);
            // The terminal's encoding is not ours to choose.
            json.enable(JsonWriteFeature.ESCAPE_NON_ASCII.mappedFeature());
            json.useDefaultPrettyPrinter();
            json.writeStartObject();
            json.writeArrayFieldStart("cases");
        } catch (IOException broken) {
            throw new UncheckedIOException(broken);
        }
    }

    @Override
    void show(CaseOutcome one) {
        try {
            json.writeStartObject();
            json.writeStringField("id", one.id());
            json.writeStringField("area", one.area());
            json.writeStringField("file", one.file());
            json.writeNumberField("line", one.line());
            json.writeBooleanField("passed", one.passed());
            if (!one.passed()) {
                json.writeStringField("expected", one.expected());
                json.writeStringField("got", one.got());
                json.writeStringField("explanation", one.explanation());
            }
            json.writeEndObject();
        } catch (IOException broken) {
            throw new UncheckedIOException(broken);
        }
    }

    @Override
    void end(List<String> unusable) {
        try {
            json.writeEndArray();
            areas();
            json.writeArrayFieldStart("unusable");
            for (String problem : unusable) {
                json.writeString(problem);
            }
            json.writeEndArray();
            json.writeNumberField("passed", passed());
            json.writeNumberField("failed", failed());
            json.writeEndObject();
            json.writeRaw('\n');
            json.flush();
        } catch (IOException broken) {
            throw new UncheckedIOException(broken);
        }
    }

    private void areas() throws IOException {
        json.writeArrayFieldStart("areas");
        for (Map.Entry<String, Count> area : byArea().entrySet()) {
            json.writeStartObject();
            json.writeStringField("area", area.getKey());
            json.writeNumberField("passed", area.getValue().passed());
            json.writeNumberField("failed", area.getValue().failed());
            json.writeEndObject();
        }
        json.writeEndArray();
    }
}
