package dev.penstock.stream.clients;

import java.lang.reflect.InvocationHandler;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.lang.reflect.Proxy;
import java.net.URI;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.core.client.config.ClientOverrideConfiguration;
import software.amazon.awssdk.http.urlconnection.UrlConnectionHttpClient;
import software.amazon.awssdk.services.kinesis.KinesisAsyncClient;
import software.amazon.awssdk.services.kinesis.KinesisClient;

/** The ways in which users of the AWS SDK for Java reach us. */
enum SdkClient {
    /** HTTP/1.1 and CBOR. */
    SYNC("SDK sync", true, false),
    /** Clear-text HTTP/2 with prior knowledge, and CBOR. */
    ASYNC("SDK async", true, true),
    /** HTTP/1.1 and JSON. */
    SYNC_JSON("SDK sync, CBOR off", false, false),
    /** Clear-text HTTP/2 with prior knowledge, and JSON. */
    ASYNC_JSON("SDK async, CBOR off", false, true);

    private static final String CBOR = "aws.cborEnabled";

    private final String label;
    private final boolean cbor;
    private final boolean async;

    SdkClient(String label, boolean cbor, boolean async) {
        this.label = label;
        this.cbor = cbor;
        this.async = async;
    }

    /** A name of its own for the same stream of each client. */
    String stream(String name) {
        return name + "-" + name();
    }

    KinesisClient open(URI endpoint, CallRecord calls) {
        String before = System.getProperty(CBOR);
        System.setProperty(CBOR, Boolean.toString(cbor)); // read once, when the client is made
        try {
            return async ? asSync(openAsync(endpoint, calls)) : openSync(endpoint, calls);
        } finally {
            if (before == null) {
                System.clearProperty(CBOR);
            } else {
                System.setProperty(CBOR, before);
            }
        }
    }

    private KinesisClient openSync(URI endpoint, CallRecord calls) {
        return KinesisClient.builder()
                .endpointOverride(endpoint)
                .httpClientBuilder(UrlConnectionHttpClient.builder())
                .overrideConfiguration(c -> configure(c, calls))
                .build();
    }

    KinesisAsyncClient openAsync(URI endpoint, CallRecord calls) {
        return KinesisAsyncClient.builder()
                .endpointOverride(endpoint)
                .overrideConfiguration(c -> configure(c, calls))
                .build();
    }

    private void configure(ClientOverrideConfiguration.Builder configuration, CallRecord calls) {
        configuration.retryStrategy(r -> r.maxAttempts(1)).addExecutionInterceptor(calls.of(label));
    }

    /** The blocking interface over an async client, so that one test shows both. */
    private static KinesisClient asSync(KinesisAsyncClient client) {
        InvocationHandler handler = (proxy, method, arguments) -> call(client, proxy, method, arguments);
        return (KinesisClient)
                Proxy.newProxyInstance(SdkClient.class.getClassLoader(), new Class<?>[] {KinesisClient.class}, handler);
    }

    private static @Nullable Object call(
            KinesisAsyncClient client, Object proxy, Method method, Object @Nullable [] arguments) throws Throwable {
        if (method.getName().equals("close")) {
            client.close();
            return null;
        }
        boolean takesRequest = method.getParameterCount() == 1
                && method.getParameterTypes()[0].getSimpleName().endsWith("Request");
        if (!takesRequest) {
            return InvocationHandler.invokeDefault(proxy, method, arguments);
        }
        try {
            Object answer = KinesisAsyncClient.class
                    .getMethod(method.getName(), method.getParameterTypes())
                    .invoke(client, arguments);
            return answer instanceof CompletableFuture<?> future ? future.join() : answer;
        } catch (CompletionException failure) {
            throw failure.getCause() == null ? failure : failure.getCause();
        } catch (InvocationTargetException failure) {
            throw failure.getCause() == null ? failure : failure.getCause();
        }
    }

    @Override
    public String toString() {
        return label;
    }
}
