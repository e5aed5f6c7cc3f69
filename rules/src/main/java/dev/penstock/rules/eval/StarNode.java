package dev.penstock.rules.eval;

/** {@code *} as an item: the payload, or the element of a nested query. */
final class StarNode extends Node {

    StarNode() {
        super("*");
    }

    @Override
    Value evaluate(Scope scope) {
        return scope.whole();
    }
}
