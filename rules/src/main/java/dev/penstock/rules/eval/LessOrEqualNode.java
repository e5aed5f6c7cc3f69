package dev.penstock.rules.eval;

/** {@code a <= b}. */
final class LessOrEqualNode extends OrderNode {

    LessOrEqualNode(String source, Node left, Node right) {
        super(source, left, right);
    }

    @Override
    boolean holds(int order) {
        return order <= 0;
    }
}
