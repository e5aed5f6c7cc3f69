package dev.penstock.functions.java;

import com.amazonaws.services.lambda.runtime.Context;
import dev.penstock.platform.data.Bytes;

/** The user's handler, whatever its shape: bytes in, bytes out. */
@FunctionalInterface
interface EventHandler {

    /** What a handler without a result returns. */
    Bytes NULL = Bytes.utf8("null");

    /** @throws Throwable what the user's code threw */
    Bytes handle(Bytes event, Context context) throws Throwable;
}
