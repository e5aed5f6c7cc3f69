package dev.penstock.bench.kinesis;

import dev.penstock.bench.load.Latencies;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.TimeUnit;

/**
 * All connections in the caller's thread, one request at a time on each: a thread for each connection would be woken for
 * each answer, on processors that the server needs. The time that an answer waits for its turn here counts as the
 * server's, whoever it is.
 */
final class Turns implements AutoCloseable {
    private static final int APART = 7;

    private final Selector selector = Selector.open();
    private final List<Turn> turns = new ArrayList<>();
    private final Load.Good good;
    private final List<ByteBuffer> requests;
    private long[] nanos = new long[1024];
    private int count;
    private int busy;
    private long end;

    /** @param requests sent in turn, each connection beginning with another */
    Turns(int port, int connections, List<ByteBuffer> requests, Load.Good good) throws IOException {
        this.requests = requests;
        this.good = good;
        for (int i = 0; i < connections; i++) {
            Connection connection = new Connection(port);
            turns.add(new Turn(connection, connection.register(selector), i * APART));
        }
    }

    /** Runs for so many seconds. */
    Latencies run(int seconds) throws IOException {
        end = System.nanoTime() + TimeUnit.SECONDS.toNanos(seconds);
        for (Turn turn : turns) {
            turn.begin(System.nanoTime());
            busy++;
        }
        while (busy > 0) {
            selector.select(Turns::goOn);
        }
        return new Latencies(Arrays.copyOf(nanos, count));
    }

    private static void goOn(SelectionKey ready) {
        try {
            ((Turn) ready.attachment()).goOn();
        } catch (IOException failed) {
            throw new UncheckedIOException(failed);
        }
    }

    private void add(long took) {
        if (count == nanos.length) {
            nanos = Arrays.copyOf(nanos, 2 * count);
        }
        nanos[count++] = took;
    }

    @Override
    public void close() throws IOException {
        for (Turn turn : turns) {
            turn.connection.close();
        }
        selector.close();
    }

    /** One connection. */
    private final class Turn {
        private final Connection connection;
        private final SelectionKey key;
        private int next;
        private long begun;

        Turn(Connection connection, SelectionKey key, int first) {
            this.connection = connection;
            this.key = key;
            this.next = first;
            key.attach(this);
        }

        void begin(long now) throws IOException {
            begun = now;
            if (!connection.begin(requests.get(next++ % requests.size()))) {
                key.interestOps(SelectionKey.OP_WRITE);
            }
        }

        void goOn() throws IOException {
            if (key.isWritable()) {
                if (connection.goOn()) {
                    key.interestOps(SelectionKey.OP_READ);
                }
            } else if (connection.read()) {
                answered();
            }
        }

        private void answered() throws IOException {
            Answer answer = connection.answer();
            if (!good.is(answer)) {
                throw new IOException("answered %d: %s".formatted(answer.status(), answer.text()));
            }
            long now = System.nanoTime();
            add(now - begun);
            if (now < end) {
                begin(now);
            } else {
                busy--;
            }
        }
    }
}
