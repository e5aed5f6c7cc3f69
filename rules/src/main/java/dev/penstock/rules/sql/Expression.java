package dev.penstock.rules.sql;

import java.math.BigDecimal;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** An expression as it was written. Every node knows its place in the text. */
public sealed interface Expression {

    /** Where it stands in the text it was parsed from. */
    Span span();

    /** A number; whether it is an Int or a Decimal depends on how it is written and on the SQL version. */
    record NumberLiteral(BigDecimal value, boolean isDecimal, Span span) implements Expression {}

    /** A string in single or double quotes. */
    record TextLiteral(String value, Span span) implements Expression {}

    /** {@code TRUE} or {@code FALSE}. */
    record BooleanLiteral(boolean value, Span span) implements Expression {}

    /** {@code NULL}. */
    record NullLiteral(Span span) implements Expression {}

    /** A top-level member of the payload; in a nested query a member or the alias of the element. */
    record Name(String name, Span span) implements Expression {}

    /** {@code @name}, without the {@code @}. */
    record Variable(String name, Span span) implements Expression {}

    /** The whole payload, {@code *}. */
    record Star(Span span) implements Expression {}

    /** {@code object.name}. */
    record Member(Expression object, String name, Span span) implements Expression {}

    /** {@code -operand}. */
    record Negate(Expression operand, Span span) implements Expression {}

    /** {@code + - * / %}. */
    record Arithmetic(ArithmeticOperator operator, Expression left, Expression right, Span span)
            implements Expression {}

    /** The arithmetic operators. */
    enum ArithmeticOperator {
        ADD,
        SUBTRACT,
        MULTIPLY,
        DIVIDE,
        REMAINDER
    }

    /** {@code = <> < <= > >=}. */
    record Comparison(ComparisonOperator operator, Expression left, Expression right, Span span)
            implements Expression {}

    /** The comparison operators. */
    enum ComparisonOperator {
        EQUAL,
        NOT_EQUAL,
        LESS,
        LESS_OR_EQUAL,
        GREATER,
        GREATER_OR_EQUAL
    }

    /** {@code a AND b AND ...}, two operands or more. */
    record And(List<Expression> operands, Span span) implements Expression {
        public And {
            operands = List.copyOf(operands);
        }
    }

    /** {@code a OR b OR ...}, two operands or more. */
    record Or(List<Expression> operands, Span span) implements Expression {
        public Or {
            operands = List.copyOf(operands);
        }
    }

    /** {@code NOT operand}. */
    record Not(Expression operand, Span span) implements Expression {}

    /** {@code value IN array}. */
    record In(Expression value, Expression array, Span span) implements Expression {}

    /** A function call; the name as written. */
    record Call(String name, List<Expression> arguments, Span span) implements Expression {
        public Call {
            arguments = List.copyOf(arguments);
        }
    }

    /** {@code CAST(operand AS type)}. */
    record Cast(Expression operand, CastType type, Span span) implements Expression {}

    /** {@code CASE subject WHEN .. THEN .. ELSE .. END}. */
    record Case(
            Expression subject,
            List<Branch> branches,
            @Nullable Expression otherwise,
            Span span) implements Expression {
        public Case {
            branches = List.copyOf(branches);
        }

        /** One {@code WHEN value THEN result}. */
        public record Branch(Expression value, Expression result) {}
    }

    /** {@code [a, b]}. */
    record ArrayLiteral(List<Expression> elements, Span span) implements Expression {
        public ArrayLiteral {
            elements = List.copyOf(elements);
        }
    }

    /** <code>{'key': value}</code>. */
    record ObjectLiteral(List<Entry> entries, Span span) implements Expression {
        public ObjectLiteral {
            entries = List.copyOf(entries);
        }

        /** One member. */
        public record Entry(String key, Expression value) {}
    }

    /** {@code (SELECT .. FROM source AS alias WHERE ..)}. */
    record Subquery(
            Projection projection,
            Expression source,
            @Nullable String alias,
            @Nullable Expression where,
            Span span) implements Expression {}

    /** {@code EXISTS (SELECT ..)}. */
    record Exists(Subquery query, Span span) implements Expression {}
}
