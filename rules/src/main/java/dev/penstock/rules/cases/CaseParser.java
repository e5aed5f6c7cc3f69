package dev.penstock.rules.cases;

import com.fasterxml.jackson.core.JsonLocation;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectReader;
import dev.penstock.platform.data.Json;
import dev.penstock.platform.data.TextLines;
import dev.penstock.rules.RuleCase;
import dev.penstock.rules.RuleCases.Problem;
import dev.penstock.rules.TopicRule;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.List;
import java.util.Spliterator;
import java.util.Spliterators;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;

/** Makes cases from JSON; what cannot become a case that runs becomes one that fails and says why. */
public final class CaseParser {
    private static final ObjectReader READER =
            Json.MAPPER.readerFor(JsonNode.class).with(DeserializationFeature.FAIL_ON_READING_DUP_TREE_KEY);

    private CaseParser() {}

    /** As {@link dev.penstock.rules.RuleCases#read}. */
    public static Stream<RuleCase> stream(String file, InputStream in) {
        TextLines lines = new TextLines(in);
        return StreamSupport.stream(
                        Spliterators.spliteratorUnknownSize(lines, Spliterator.ORDERED | Spliterator.NONNULL), false)
                .map(line -> parse(file, line))
                .onClose(lines::close);
    }

    private static RuleCase parse(String file, TextLines.Line line) {
        if (!line.problem().isEmpty()) {
            return broken(file, line.number(), line.problem());
        }
        try {
            return parse(file, line.number(), READER.readTree(line.text()));
        } catch (JsonProcessingException notJson) {
            JsonLocation at = notJson.getLocation();
            String column = at == null ? "" : " at column %d".formatted(at.getColumnNr());
            return broken(
                    file, line.number(), "the line is not JSON%s: %s".formatted(column, notJson.getOriginalMessage()));
        } catch (NumberFormatException beyondAllNumbers) {
            return broken(file, line.number(), "a number cannot be read: %s".formatted(beyondAllNumbers.getMessage()));
        }
    }

    private static RuleCase broken(String file, int line, String problem) {
        CaseHead head = head(file, line, Json.MAPPER.createObjectNode());
        return new BrokenCase(head, List.of(new Problem(List.of(), problem)));
    }

    /** As {@link dev.penstock.rules.RuleCases#of}. */
    public static RuleCase parse(String file, int line, JsonNode json) {
        List<Problem> problems = new ArrayList<>();
        CaseHead head = head(file, line, json);
        CaseDefinition definition = definition(head, json, problems);
        return problems.isEmpty() ? new RunnableCase(definition) : new BrokenCase(head, problems);
    }

    /** As {@link dev.penstock.rules.RuleCases#problems}. */
    public static List<Problem> problems(JsonNode json) {
        List<Problem> problems = new ArrayList<>();
        definition(head("", 1, json), json, problems);
        return problems;
    }

    /** Read leniently, so that a broken case has its name too. */
    private static CaseHead head(String file, int line, JsonNode json) {
        String shortName = file.substring(Math.max(file.lastIndexOf('/'), file.lastIndexOf('\\')) + 1);
        String subject = json.path("template").asText(json.path("sql").asText(""));
        return new CaseHead(
                json.path("id").asText("%s:%d".formatted(shortName, line)),
                json.path("area").asText(shortName),
                subject,
                file,
                line);
    }

    private static CaseDefinition definition(CaseHead head, JsonNode json, List<Problem> problems) {
        CaseFields fields = new CaseFields(json, List.of(), problems);
        List.of("id", "area", "source", "note").forEach(fields::text);
        List<Expectation> expectations = ExpectationReader.read(fields);
        String sql = fields.text("sql");
        String template = fields.text("template");
        if (sql == null && template == null) {
            fields.wrong("sql", "is missing, and so is template");
        }
        boolean isSent = expectations.stream().noneMatch(Expectation.Refusal.class::isInstance);
        CaseDefinition definition = new CaseDefinition(
                head,
                sql,
                fields.text("sqlVersion", TopicRule.DEFAULT_SQL_VERSION),
                template,
                fields.choice("templateContext", "", "republish.topic").equals("republish.topic"),
                fields.text("ruleName", ""),
                CaseMessage.read(fields, isSent),
                fields.has("fixtures") ? Fixtures.read(fields.object("fixtures")) : Fixtures.NONE,
                expectations);
        fields.done();
        return definition;
    }
}
