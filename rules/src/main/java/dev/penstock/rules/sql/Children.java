package dev.penstock.rules.sql;

import dev.penstock.rules.sql.Expression.And;
import dev.penstock.rules.sql.Expression.Arithmetic;
import dev.penstock.rules.sql.Expression.ArrayLiteral;
import dev.penstock.rules.sql.Expression.Call;
import dev.penstock.rules.sql.Expression.Case;
import dev.penstock.rules.sql.Expression.Cast;
import dev.penstock.rules.sql.Expression.Comparison;
import dev.penstock.rules.sql.Expression.Exists;
import dev.penstock.rules.sql.Expression.In;
import dev.penstock.rules.sql.Expression.Member;
import dev.penstock.rules.sql.Expression.Negate;
import dev.penstock.rules.sql.Expression.Not;
import dev.penstock.rules.sql.Expression.ObjectLiteral;
import dev.penstock.rules.sql.Expression.Or;
import dev.penstock.rules.sql.Expression.Subquery;
import java.util.ArrayList;
import java.util.List;

/** The direct parts of an expression, for walks over a tree; the items of a nested query are not among them. */
final class Children {
    private Children() {}

    static List<Expression> of(Expression expression) {
        if (expression instanceof Arithmetic node) {
            return List.of(node.left(), node.right());
        } else if (expression instanceof Comparison node) {
            return List.of(node.left(), node.right());
        } else if (expression instanceof In node) {
            return List.of(node.value(), node.array());
        } else if (expression instanceof And node) {
            return node.operands();
        } else if (expression instanceof Or node) {
            return node.operands();
        } else if (expression instanceof Call node) {
            return node.arguments();
        } else if (expression instanceof ArrayLiteral node) {
            return node.elements();
        } else if (expression instanceof ObjectLiteral node) {
            return node.entries().stream().map(ObjectLiteral.Entry::value).toList();
        }
        return ofOneOrMixed(expression);
    }

    private static List<Expression> ofOneOrMixed(Expression expression) {
        if (expression instanceof Member node) {
            return List.of(node.object());
        } else if (expression instanceof Negate node) {
            return List.of(node.operand());
        } else if (expression instanceof Not node) {
            return List.of(node.operand());
        } else if (expression instanceof Cast node) {
            return List.of(node.operand());
        } else if (expression instanceof Exists node) {
            return List.of(node.query());
        } else if (expression instanceof Case node) {
            return ofCase(node);
        } else if (expression instanceof Subquery node) {
            return node.where() == null ? List.of(node.source()) : List.of(node.source(), node.where());
        }
        return List.of();
    }

    private static List<Expression> ofCase(Case node) {
        List<Expression> parts = new ArrayList<>(List.of(node.subject()));
        node.branches().forEach(branch -> parts.add(branch.result()));
        if (node.otherwise() != null) {
            parts.add(node.otherwise());
        }
        return parts;
    }
}
