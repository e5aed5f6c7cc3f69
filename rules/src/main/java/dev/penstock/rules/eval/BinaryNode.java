package dev.penstock.rules.eval;

import java.util.List;

/** An operator with two operands. */
abstract class BinaryNode extends Node {
    final Node left;
    final Node right;

    BinaryNode(String source, Node left, Node right) {
        super(source);
        this.left = left;
        this.right = right;
    }

    @Override
    final List<Node> parts() {
        return List.of(left, right);
    }
}
