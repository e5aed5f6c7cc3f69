package dev.penstock.rules.action;

import dev.penstock.platform.aws.AwsException;
import dev.penstock.rules.eval.CompiledTemplate;
import dev.penstock.rules.eval.RuleCompiler;
import dev.penstock.rules.function.FunctionRegistry;
import dev.penstock.rules.sql.RuleSql;
import dev.penstock.rules.sql.Statement;

/** Compiles the templates of one rule. */
public final class RuleTemplates {
    private final FunctionRegistry functions;
    private final Statement statement;

    public RuleTemplates(FunctionRegistry functions, Statement statement) {
        this.functions = functions;
        this.statement = statement;
    }

    /**
     * @param field where it stands, for example {@code actions[0].kinesis.partitionKey}
     * @throws AwsException SqlParseException that begins with the field
     */
    CompiledTemplate compile(String text, String field) {
        try {
            return new RuleCompiler(functions)
                    .compile(
                            RuleSql.template(text, statement.version(), functions, statement.variables()),
                            statement,
                            field);
        } catch (AwsException error) {
            throw new AwsException(error.code(), error.httpStatus(), field + ": " + error.getMessage());
        }
    }
}
