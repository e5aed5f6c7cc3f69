package dev.penstock.rules.local;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import dev.penstock.platform.data.Bytes;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.ArrayDeque;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Queue;
import java.util.TreeMap;
import java.util.concurrent.CopyOnWriteArrayList;

/** A web server on this machine that remembers what it got and answers as it is told, 200 when it is told nothing. */
final class HttpEndpoint implements AutoCloseable {
    /** @param headers names in lower case */
    record Received(String method, String uri, Map<String, String> headers, String body) {}

    private record Answer(int status, int bodyBytes) {}

    private final Object lock = new Object();
    private final HttpServer server;
    private final Queue<Answer> answers = new ArrayDeque<>();
    private final List<Received> received = new CopyOnWriteArrayList<>();

    HttpEndpoint() {
        try {
            server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        }
        server.createContext("/", this::handle);
        server.start();
    }

    String url(String path) {
        return "http://127.0.0.1:%d%s".formatted(server.getAddress().getPort(), path);
    }

    void answerNext(int... statuses) {
        synchronized (lock) {
            for (int status : statuses) {
                answers.add(new Answer(status, 0));
            }
        }
    }

    void answerNextWithBody(int status, int bytes) {
        synchronized (lock) {
            answers.add(new Answer(status, bytes));
        }
    }

    List<Received> received() {
        return List.copyOf(received);
    }

    List<String> bodies() {
        return received.stream().map(Received::body).toList();
    }

    private void handle(HttpExchange exchange) throws IOException {
        try (exchange) {
            Map<String, String> headers = new TreeMap<>();
            exchange.getRequestHeaders()
                    .forEach((name, values) -> headers.put(name.toLowerCase(Locale.ROOT), String.join(", ", values)));
            received.add(new Received(
                    exchange.getRequestMethod(),
                    exchange.getRequestURI().toString(),
                    headers,
                    Bytes.wrap(exchange.getRequestBody().readAllBytes()).utf8()));
            Answer answer;
            synchronized (lock) {
                Answer told = answers.poll();
                answer = told == null ? new Answer(200, 0) : told;
            }
            if (answer.status() == 0) {
                return;
            }
            exchange.sendResponseHeaders(answer.status(), answer.bodyBytes() == 0 ? -1 : answer.bodyBytes());
            exchange.getResponseBody().write(new byte[answer.bodyBytes()]);
        }
    }

    @Override
    public void close() {
        server.stop(0);
    }
}
