package dev.penstock.analytics.plan;

import dev.penstock.analytics.plan.Relation.Column;
import dev.penstock.analytics.type.StreamSchema;
import dev.penstock.analytics.type.TypeKind;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import org.apache.calcite.sql.SqlCall;
import org.apache.calcite.sql.SqlIdentifier;
import org.apache.calcite.sql.SqlNode;
import org.apache.calcite.sql.parser.SqlParserPos;
import org.apache.calcite.sql.util.SqlShuttle;
import org.apache.calcite.util.Util;
import org.jspecify.annotations.Nullable;

/** What the expressions of one SELECT can see. */
final class Scope {
    private final List<Relation> relations;
    private final Map<String, Merged> merged;

    Scope(List<Relation> relations) {
        this(relations, Map.of());
    }

    /** @param merged the columns that USING and NATURAL make one of two, by their names; empty for those of FULL JOIN */
    Scope(List<Relation> relations, Map<String, Merged> merged) {
        this.relations = List.copyOf(relations);
        this.merged = new LinkedHashMap<>(merged);
    }

    /** What a column stands for that two sides of a join have. */
    Optional<SqlIdentifier> merged(SqlIdentifier identifier) {
        Merged column = identifier.isSimple() ? merged.get(identifier.getSimple()) : null;
        if (column == null) {
            return Optional.empty();
        }
        boolean isOnly = relations.stream()
                .filter(relation -> relation.stored().contains(identifier.getSimple()))
                .allMatch(relation -> column.aliases().contains(relation.alias()));
        return isOnly ? Optional.of(column.column()) : Optional.empty();
    }

    /** Whether nothing is known of the columns. */
    boolean isEmpty() {
        return relations.isEmpty();
    }

    boolean isJoin() {
        return relations.size() > 1;
    }

    /** Whether an expression is the row time of the row that is being made. */
    boolean isRowTime(SqlNode node) {
        if (node instanceof SqlCall call) {
            return Markers.is(call.getOperator(), Markers.ROW_TIME);
        }
        return node instanceof SqlIdentifier identifier
                && (identifier.names.equals(List.of(StreamSchema.ROWTIME))
                        || onlyStream()
                                .map(stream -> identifier.names.equals(List.of(stream.alias(), StreamSchema.ROWTIME)))
                                .orElse(false));
    }

    /** The stream whose rows go on with their row time: it is read alone, or joined with tables. */
    private Optional<Relation> onlyStream() {
        List<Relation> streams =
                relations.stream().filter(relation -> !relation.isTable()).toList();
        return streams.size() == 1 ? Optional.of(streams.get(0)) : Optional.empty();
    }

    /** An expression for the row time of the row that is being made: of a join that is neither side's column. */
    SqlNode rowTime(SqlParserPos at) {
        return isJoin() ? Markers.ROW_TIME.createCall(at) : relations.get(0).rowTime(at);
    }

    /** An expression with the alias of its stream before every ROWTIME that may be written without. */
    SqlNode qualified(SqlNode expression) {
        Optional<Relation> stream = onlyStream();
        if (stream.isEmpty()) {
            return expression;
        }
        return Objects.requireNonNull(expression.accept(new SqlShuttle() {
            @Override
            public @Nullable SqlNode visit(SqlCall call) {
                return isRowTime(call) ? stream.get().rowTime(call.getParserPosition()) : super.visit(call);
            }

            @Override
            public SqlNode visit(SqlIdentifier identifier) {
                return isRowTime(identifier) ? stream.get().rowTime(identifier.getParserPosition()) : identifier;
            }
        }));
    }

    /** The columns that {@code *} or {@code alias.*} stands for; empty when there is no such alias. */
    Optional<List<Item>> star(SqlIdentifier star) {
        List<Item> items = new ArrayList<>();
        boolean isWhole = star.names.size() == 1;
        if (isWhole) {
            merged.values().forEach(same -> find(same.column().names).ifPresent(items::add));
        }
        boolean found = false;
        for (Relation relation : relations) {
            boolean isNamed = star.names.size() > 1 && star.names.get(0).equals(relation.alias());
            if (isNamed || (star.names.size() == 1 && !relation.alias().startsWith(SubQueries.HIDDEN))) {
                found = true;
                relation.columns().stream()
                        .filter(column -> !isWhole || !isMerged(relation, column))
                        .forEach(column -> items.add(new Item(relation, column)));
            }
        }
        return found ? Optional.of(items) : Optional.empty();
    }

    private boolean isMerged(Relation relation, Column column) {
        Merged same = merged.get(column.name());
        return same != null && same.aliases().contains(relation.alias());
    }

    /** The record column that an identifier names, with or without its alias. */
    Optional<Item> record(SqlIdentifier identifier) {
        return find(identifier.names).filter(item -> !item.column.fields().isEmpty());
    }

    /** What kind of values a column has, when that is known. */
    Optional<TypeKind> kind(SqlIdentifier identifier) {
        return find(identifier.names).flatMap(item -> Optional.ofNullable(item.column.kind()));
    }

    private Optional<Item> find(List<String> names) {
        String name = Util.last(names);
        for (Relation relation : relations) {
            boolean isNamed =
                    names.size() == 1 || (names.size() == 2 && names.get(0).equals(relation.alias()));
            for (Column column : relation.columns()) {
                if (isNamed && column.name().equals(name)) {
                    return Optional.of(new Item(relation, column));
                }
            }
        }
        return Optional.empty();
    }

    /** The stored column of a field that an identifier names, as {@code t.rec.COLUMN1} or {@code rec.COLUMN1}. */
    Optional<SqlIdentifier> field(SqlIdentifier identifier) {
        int size = identifier.names.size();
        if (size < 2) {
            return Optional.empty();
        }
        String field = Util.last(identifier.names);
        return find(identifier.names.subList(0, size - 1))
                .filter(item -> item.column.fields().contains(field))
                .map(item ->
                        item.relation.column(Column.stored(item.column.name(), field), identifier.getParserPosition()));
    }

    /** A column of a relation. */
    record Item(Relation relation, Column column) {

        /** The stored columns as expressions. */
        List<SqlNode> expressions(SqlParserPos at) {
            return column.stored().stream()
                    .<SqlNode>map(name -> relation.column(name, at))
                    .toList();
        }
    }
}
