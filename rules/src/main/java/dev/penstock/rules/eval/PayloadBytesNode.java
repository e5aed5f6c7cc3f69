package dev.penstock.rules.eval;

/** {@code *} as an argument: the payload as it was published, byte by byte. */
final class PayloadBytesNode extends Node {

    PayloadBytesNode() {
        super("*");
    }

    @Override
    Value evaluate(Scope scope) {
        return new Value.Binary(scope.evaluation().message().payload().bytes());
    }
}
