package dev.penstock.analytics.plan;

import dev.penstock.analytics.sql.SourceText;
import dev.penstock.platform.aws.AwsException;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import org.apache.calcite.sql.JoinConditionType;
import org.apache.calcite.sql.JoinType;
import org.apache.calcite.sql.SqlIdentifier;
import org.apache.calcite.sql.SqlJoin;
import org.apache.calcite.sql.SqlNode;
import org.apache.calcite.sql.SqlNodeList;
import org.apache.calcite.sql.fun.SqlStdOperatorTable;
import org.apache.calcite.sql.parser.SqlParserPos;
import org.jspecify.annotations.Nullable;

/** The condition of a join, also where it is the names that both sides have: {@code USING (a, b)} and NATURAL. */
final class SameNames {
    private final SourceText source;
    private final SqlJoin join;
    private final List<Relation> left;
    private final List<Relation> right;
    private final Map<String, Merged> before;
    private final Map<String, Merged> merged = new LinkedHashMap<>();
    private final List<SqlNode> equal = new ArrayList<>();

    /** @param before the columns that joins before this one have made one */
    SameNames(SourceText source, SqlJoin join, List<Relation> left, List<Relation> right, Map<String, Merged> before) {
        this.source = source;
        this.join = join;
        this.left = List.copyOf(left);
        this.right = List.copyOf(right);
        this.before = before;
        if (join.getConditionType() == JoinConditionType.USING) {
            for (SqlNode name : (SqlNodeList) Objects.requireNonNull(join.getCondition())) {
                add(((SqlIdentifier) name).getSimple(), name.getParserPosition());
            }
        } else if (join.isNatural()) {
            natural();
        }
    }

    private void natural() {
        List<String> others = names(right);
        names(left).stream().filter(others::contains).distinct().forEach(name -> add(name, join.getParserPosition()));
        if (equal.isEmpty()) {
            throw at(join.getParserPosition(), "the sides of the NATURAL JOIN have no column of the same name");
        }
    }

    private static List<String> names(List<Relation> side) {
        return side.stream()
                .flatMap(relation -> relation.columns().stream())
                .map(Relation.Column::name)
                .toList();
    }

    private void add(String name, SqlParserPos at) {
        SqlIdentifier one = column(left, name, at);
        SqlIdentifier other = column(right, name, at);
        equal.add(SqlStdOperatorTable.EQUALS.createCall(at, one, other));
        if (join.getJoinType() != JoinType.FULL) {
            Set<String> aliases = new HashSet<>();
            having(left, name).forEach(relation -> aliases.add(relation.alias()));
            having(right, name).forEach(relation -> aliases.add(relation.alias()));
            merged.put(name, new Merged(join.getJoinType() == JoinType.RIGHT ? other : one, aliases));
        }
    }

    private static List<Relation> having(List<Relation> side, String name) {
        return side.stream()
                .filter(relation -> names(List.of(relation)).contains(name))
                .toList();
    }

    private SqlIdentifier column(List<Relation> side, String name, SqlParserPos at) {
        List<Relation> having = having(side, name);
        Merged same = before.get(name);
        if (same != null
                && !having.isEmpty()
                && having.stream().allMatch(relation -> same.aliases().contains(relation.alias()))) {
            return same.column();
        }
        if (having.size() != 1) {
            throw at(
                    at,
                    having.isEmpty()
                            ? "column %s is not on both sides of the join".formatted(name)
                            : "column %s is twice on one side of the join; write the condition with ON"
                                    .formatted(name));
        }
        return having.get(0).column(name, at);
    }

    /** Empty for a join without one. */
    Optional<SqlNode> condition() {
        @Nullable SqlNode given = join.getCondition();
        if (equal.isEmpty()) {
            return Optional.ofNullable(given);
        }
        return equal.stream()
                .reduce((all, next) -> SqlStdOperatorTable.AND.createCall(next.getParserPosition(), all, next));
    }

    /** What a name without alias stands for; after FULL JOIN it needs one. */
    Map<String, Merged> merged() {
        return merged;
    }

    private AwsException at(SqlParserPos pos, String message) {
        return source.error(pos.getLineNum(), pos.getColumnNum(), message);
    }
}
