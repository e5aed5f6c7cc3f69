package dev.penstock.prover;

import java.util.ArrayList;
import java.util.List;

/** Takes a translated script apart: Flink runs statements one by one. */
final class Script {
    private static final String SET = "SET ";

    private Script() {}

    /** The statements without comments; what stands between BEGIN and END is part of one. */
    static List<String> statements(String script) {
        List<String> statements = new ArrayList<>();
        StringBuilder statement = new StringBuilder();
        for (String line : script.split("\n", -1)) {
            boolean isInLiteral = statement.chars().filter(c -> c == '\'').count() % 2 == 1;
            if (!isInLiteral && line.startsWith("--")) {
                continue;
            }
            statement.append(line).append('\n');
            boolean isSet = statement.toString().strip().startsWith("EXECUTE STATEMENT SET");
            if (line.endsWith(";") && quotesAreClosed(statement) && (!isSet || line.equals("END;"))) {
                statements.add(statement.toString().strip());
                statement.setLength(0);
            }
        }
        return statements;
    }

    private static boolean quotesAreClosed(CharSequence statement) {
        return statement.chars().filter(c -> c == '\'').count() % 2 == 0;
    }

    static boolean isSetting(String statement) {
        return statement.startsWith(SET);
    }

    /** Name and value of {@code SET 'name' = 'value';}. */
    static String[] setting(String statement) {
        String[] parts = statement.substring(SET.length()).split("'", -1);
        return new String[] {parts[1], parts[3]};
    }
}
