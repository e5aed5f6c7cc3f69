package dev.penstock.rules.action;

import dev.penstock.platform.aws.AwsException;
import dev.penstock.rules.eval.CompiledTemplate;
import dev.penstock.rules.eval.RuleCompiler;
import dev.penstock.rules.function.FunctionRegistry;
import dev.penstock.rules.spi.Field;
import dev.penstock.rules.sql.RuleSql;
import dev.penstock.rules.sql.Statement;
import dev.penstock.rules.sql.Template;
import java.util.ArrayList;
import java.util.List;

/** Compiles the fields of one action while its parameters are read. */
final class ActionFields {
    private final FunctionRegistry functions;
    private final Statement statement;
    private final List<Field> fields = new ArrayList<>();
    private final List<CompiledTemplate> templates = new ArrayList<>();
    private final List<String> hints = new ArrayList<>();

    /** @param statement the rule's, whose variables templates may use */
    ActionFields(FunctionRegistry functions, Statement statement) {
        this.functions = functions;
        this.statement = statement;
    }

    /**
     * @param place where it stands, for example {@code actions[0].kinesis.partitionKey}
     * @throws AwsException SqlParseException that begins with the place
     */
    Field add(String name, String text, String place) {
        try {
            Template template = RuleSql.template(text, statement, functions);
            template.hints().forEach(hint -> hints.add(place + ": " + hint));
            templates.add(new RuleCompiler(functions).compile(template, statement, place));
        } catch (AwsException error) {
            throw new AwsException(error.code(), error.httpStatus(), place + ": " + error.getMessage());
        }
        Field field = new Field(fields.size(), name, text);
        fields.add(field);
        return field;
    }

    List<Field> fields() {
        return fields;
    }

    List<CompiledTemplate> templates() {
        return templates;
    }

    List<String> hints() {
        return hints;
    }
}
