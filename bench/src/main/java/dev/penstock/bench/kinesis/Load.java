package dev.penstock.bench.kinesis;

import com.sun.management.OperatingSystemMXBean;
import dev.penstock.bench.load.Latencies;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;

/** The same requests over several connections for some seconds; every answer is checked. */
final class Load {
    private static final int MAX_SAMPLES = 4_000_000;

    private final Peer peer;
    private final int connections;

    Load(Peer peer, int connections) {
        this.peer = peer;
        this.connections = connections;
    }

    /**
     * What an answer must be, checked cheaply.
     *
     * @param begins a text near the beginning
     * @param minBytes no good answer is shorter
     */
    record Good(byte[] begins, int minBytes) {
        Good(String begins, int minBytes) {
            this(begins.getBytes(StandardCharsets.UTF_8), minBytes);
        }

        private boolean is(Connection answered) {
            return answered.bodyLength() >= minBytes && answered.contains(begins);
        }
    }

    /**
     * What a load showed.
     *
     * @param perSecond requests
     * @param cpuSeconds of the peer's process
     * @param residentMib of the peer's process, at the end
     * @param driverCpuSeconds of this process: what it takes of the machine, its peer does not have
     */
    record Result(
            double perSecond,
            Latencies latencies,
            double cpuSeconds,
            long residentMib,
            long requests,
            double driverCpuSeconds) {

        double driverCpuMicrosPerRequest() {
            return driverCpuSeconds * 1e6 / requests;
        }

        double cpuMicrosPerRequest() {
            return cpuSeconds * 1e6 / requests;
        }
    }

    /**
     * Runs for so many seconds.
     *
     * @param requests sent in turn, each connection beginning with another
     * @param good what every answer must be
     */
    Result run(List<byte[]> requests, Good good, int seconds) throws InterruptedException, ExecutionException {
        long cpu = peer.cpuNanos();
        long driverCpu = driverCpuNanos();
        long start = System.nanoTime();
        long[] nanos = all(requests, good, seconds);
        double took = (System.nanoTime() - start) / 1e9;
        return new Result(
                nanos.length / took,
                new Latencies(nanos),
                (peer.cpuNanos() - cpu) / 1e9,
                peer.residentMib(),
                nanos.length,
                (driverCpuNanos() - driverCpu) / 1e9);
    }

    private static long driverCpuNanos() {
        return ManagementFactory.getPlatformMXBean(OperatingSystemMXBean.class).getProcessCpuTime();
    }

    private long[] all(List<byte[]> requests, Good good, int seconds) throws InterruptedException, ExecutionException {
        ExecutorService threads = Executors.newFixedThreadPool(connections);
        try {
            long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(seconds);
            List<Future<long[]>> running = IntStream.range(0, connections)
                    .mapToObj(i -> threads.submit(() -> one(i, requests, good, end)))
                    .toList();
            long[] all = new long[0];
            for (Future<long[]> future : running) {
                long[] part = future.get();
                int before = all.length;
                all = Arrays.copyOf(all, before + part.length);
                System.arraycopy(part, 0, all, before, part.length);
            }
            return all;
        } finally {
            threads.shutdownNow();
        }
    }

    private long[] one(int first, List<byte[]> requests, Good good, long end) throws IOException {
        long[] nanos = new long[1024];
        int count = 0;
        try (Connection connection = new Connection(peer.port())) {
            for (long now = System.nanoTime(); now < end && count < MAX_SAMPLES; count++) {
                int status = connection.send(requests.get((first * 7 + count) % requests.size()));
                if (status != 200 || !good.is(connection)) {
                    throw new IOException("%s answered %d: %s".formatted(peer.name(), status, connection.answer()));
                }
                if (count == nanos.length) {
                    nanos = Arrays.copyOf(nanos, count * 2);
                }
                long after = System.nanoTime();
                nanos[count] = after - now;
                now = after;
            }
        }
        return Arrays.copyOf(nanos, count);
    }
}
