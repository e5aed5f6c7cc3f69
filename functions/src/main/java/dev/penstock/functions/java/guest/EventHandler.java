package dev.penstock.functions.java.guest;

import java.io.InputStream;
import java.io.OutputStream;

/** The user's handler, whatever its shape: bytes in, bytes out. */
@FunctionalInterface
interface EventHandler {

    /** @throws Throwable what the user's code threw */
    void handle(InputStream event, OutputStream result, GuestContext context) throws Throwable;
}
