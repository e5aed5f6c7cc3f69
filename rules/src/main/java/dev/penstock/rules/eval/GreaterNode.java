package dev.penstock.rules.eval;

/** {@code a > b}. */
final class GreaterNode extends OrderNode {

    GreaterNode(String source, Node left, Node right) {
        super(source, left, right);
    }

    @Override
    boolean holds(int order) {
        return order > 0;
    }
}
