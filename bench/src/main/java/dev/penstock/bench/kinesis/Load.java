package dev.penstock.bench.kinesis;

import com.sun.management.OperatingSystemMXBean;
import dev.penstock.bench.load.Latencies;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.management.ManagementFactory;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.List;

/** The same requests over several connections for some seconds; every answer is checked. */
final class Load {
    private static final int OK = 200;

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

        boolean is(Answer answer) {
            return answer.status() == OK && answer.bodyLength() >= minBytes && answer.contains(begins);
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
    Result run(List<ByteBuffer> requests, Good good, int seconds) throws IOException {
        try (Turns turns = new Turns(peer.port(), connections, requests, good)) {
            long cpu = peer.cpuNanos();
            long driverCpu = driverCpuNanos();
            long start = System.nanoTime();
            Latencies latencies = turns.run(seconds);
            double took = (System.nanoTime() - start) / 1e9;
            int count = latencies.count();
            return new Result(
                    count / took,
                    latencies,
                    (peer.cpuNanos() - cpu) / 1e9,
                    peer.residentMib(),
                    count,
                    (driverCpuNanos() - driverCpu) / 1e9);
        } catch (UncheckedIOException failed) {
            throw failed.getCause();
        }
    }

    private static long driverCpuNanos() {
        return ManagementFactory.getPlatformMXBean(OperatingSystemMXBean.class).getProcessCpuTime();
    }
}
