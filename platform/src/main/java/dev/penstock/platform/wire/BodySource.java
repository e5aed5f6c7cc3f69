package dev.penstock.platform.wire;

import dev.penstock.platform.data.Bytes;
import java.util.Optional;

/**
 * The body of an answer that is made while it is sent, for example the events of a subscription. The server asks for the
 * next piece only while the client takes bytes, so that what a slow client has not read stays with the source. All
 * methods are called on one event loop and must not block. {@link #close} is called exactly once, also when the answer
 * was never sent.
 */
public interface BodySource {

    /** Comes before all calls but {@link #close}. */
    void open(Outlet outlet);

    /** Comes before a row of calls of {@link #next}, of which there may be none: what woke the outlet is dealt with now. */
    default void onTurn() {}

    /** The next piece of the body, not empty; nothing when there is none at the moment. Asked again after a wake. */
    Optional<Bytes> next();

    /** Whether the body is whole. Asked when {@link #next} gave nothing; the answer ends then. */
    boolean atEnd();

    /** Ends the row: the source has nothing at the moment, or the client takes nothing. */
    default void atRest() {}

    /** The body was ended, or the client or the server went away: nothing is called after this. */
    void close();

    /** What a source may ask of the connection, at any time and from any thread; never blocks. */
    interface Outlet {
        /** There may be a next piece, or the end. */
        void wake();

        /** Breaks the answer off without an end that looks like one: the client sees a reset. */
        void abort();
    }
}
