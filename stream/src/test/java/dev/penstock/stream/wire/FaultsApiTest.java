package dev.penstock.stream.wire;

import static org.assertj.core.api.Assertions.assertThat;

import dev.penstock.platform.data.Bytes;
import dev.penstock.platform.time.TestTime;
import dev.penstock.platform.wire.WireRequest;
import dev.penstock.platform.wire.WireResponse;
import dev.penstock.stream.StreamSettings;
import dev.penstock.stream.limit.Limits;
import io.netty.handler.codec.http.DefaultHttpHeaders;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class FaultsApiTest {
    private final Limits limits = new Limits(TestTime.at("2026-01-01T00:00:00Z"), StreamSettings.defaults());
    private final FaultsApi api = new FaultsApi(limits.faults());

    @Test
    void addedFaultIsListedWithItsCountsUntilItIsRemoved() {
        WireResponse added = call("POST", "", "{'fault': 'failEntry', 'stream': 'orders', 'nth': 3}");

        assertThat(added.status()).isEqualTo(201);
        assertThat(added.body().utf8()).isEqualTo("{\"ids\":[\"fault-1\"]}\n");
        assertThat(call("GET", "", "").body().utf8())
                .isEqualTo("[{\"id\":\"fault-1\",\"fault\":\"failEntry\",\"stream\":\"orders\",\"nth\":3,"
                        + "\"matched\":0,\"fired\":0,\"over\":false}]\n");
        assertThat(call("DELETE", "/fault-1", "").status()).isEqualTo(200);
        assertThat(limits.faults().all()).isEmpty();
    }

    @Test
    void allOfAListAreAddedOrNone() {
        WireResponse refused = call("POST", "", "[{'fault': 'expireIterator'}, {'fault': 'expire'}]");
        int afterRefusal = limits.faults().all().size();
        WireResponse added = call("POST", "", "[{'fault': 'expireIterator'}, {'fault': 'delay', 'delay': '1s'}]");

        assertThat(refused.status()).isEqualTo(400);
        assertThat(afterRefusal).isZero();
        assertThat(added.body().utf8()).isEqualTo("{\"ids\":[\"fault-1\",\"fault-2\"]}\n");
    }

    @Test
    void deleteEndsAllFaults() {
        call("POST", "", "[{'fault': 'expireIterator'}, {'fault': 'expireIterator'}]");

        call("DELETE", "", "");

        assertThat(limits.faults().all()).isEmpty();
        assertThat(limits.isActive()).isFalse();
    }

    @ParameterizedTest(name = "{0} {1} {2}")
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "POST | `` | {                 | 400 | the body is not JSON",
                "POST | `` | 3                 | 400 | a fault is a JSON object",
                "POST | `` | {'fault': 'x'}    | 400 | 'fault' must be one of",
                "POST | `` | {'fault': 'delay', 'delay': [1]} | 400 | 'delay' of a fault must be a text",
                "DELETE | /fault-9 | ``        | 404 | there is no fault 'fault-9'",
                "GET | /fault-9 | ``           | 404 | /_penstock/stream/faults takes GET",
                "PUT | `` | ``                 | 405 | GET, POST and DELETE are allowed here, not PUT",
            })
    void wrongRequestIsRefused(String method, String rest, String body, int status, String message) {
        WireResponse response = call(method, rest, body);

        assertThat(response.status()).isEqualTo(status);
        assertThat(response.body().utf8()).startsWith("{\"message\":\"" + message);
    }

    private WireResponse call(String method, String rest, String body) {
        return api.handle(new WireRequest(
                        method,
                        FaultsApi.PATH + rest,
                        "",
                        new DefaultHttpHeaders(),
                        Bytes.utf8(body.replace('\'', '"'))))
                .toCompletableFuture()
                .join();
    }
}
