package dev.penstock.functions.clients;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.penstock.functions.wire.PythonZip;
import dev.penstock.stream.StreamSpec;
import java.io.IOException;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.auth.credentials.AwsBasicCredentials;
import software.amazon.awssdk.auth.credentials.StaticCredentialsProvider;
import software.amazon.awssdk.core.SdkBytes;
import software.amazon.awssdk.http.apache.ApacheHttpClient;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.services.lambda.LambdaClient;
import software.amazon.awssdk.services.lambda.model.EventSourcePosition;
import software.amazon.awssdk.services.lambda.model.FunctionVersion;
import software.amazon.awssdk.services.lambda.model.InvalidParameterValueException;
import software.amazon.awssdk.services.lambda.model.InvalidRequestContentException;
import software.amazon.awssdk.services.lambda.model.InvocationType;
import software.amazon.awssdk.services.lambda.model.InvokeResponse;
import software.amazon.awssdk.services.lambda.model.LambdaException;
import software.amazon.awssdk.services.lambda.model.LastUpdateStatus;
import software.amazon.awssdk.services.lambda.model.LogType;
import software.amazon.awssdk.services.lambda.model.PreconditionFailedException;
import software.amazon.awssdk.services.lambda.model.ProvisionedConcurrencyConfigNotFoundException;
import software.amazon.awssdk.services.lambda.model.ResourceConflictException;
import software.amazon.awssdk.services.lambda.model.ResourceNotFoundException;
import software.amazon.awssdk.services.lambda.model.Runtime;
import software.amazon.awssdk.services.lambda.model.State;

/** The SDK for Java against every operation, with its own waiters, paginators and exceptions. */
class LambdaSdkTest {
    private static final CallRecord CALLS = new CallRecord("LambdaSdkTest");
    private static final String ROLE = "arn:aws:iam::000000000000:role/r";
    private static final String ARN = "arn:aws:lambda:us-east-1:000000000000:function:f";

    private final LambdaServer server = new LambdaServer();
    private final LambdaClient lambda = LambdaClient.builder()
            .endpointOverride(server.uri())
            .region(Region.US_EAST_1)
            .credentialsProvider(StaticCredentialsProvider.create(AwsBasicCredentials.create("test", "test")))
            .httpClientBuilder(ApacheHttpClient.builder())
            .overrideConfiguration(
                    c -> c.retryStrategy(r -> r.maxAttempts(1)).addExecutionInterceptor(CALLS.of("SDK for Java")))
            .build();

    @AfterEach
    void close() {
        lambda.close();
        server.close();
    }

    @AfterAll
    static void checkCalls() throws IOException {
        CALLS.check();
    }

    private static SdkBytes zip(String source) {
        return SdkBytes.fromByteArray(PythonZip.of(source).toArray());
    }

    private void create(String name) {
        lambda.createFunction(r -> r.functionName(name)
                .runtime(Runtime.PYTHON3_12)
                .handler("app.handler")
                .role(ROLE)
                .code(c -> c.zipFile(zip(PythonZip.ECHO))));
    }

    @Test
    void functionLives() {
        create("f");
        lambda.waiter().waitUntilFunctionActiveV2(r -> r.functionName("f"));

        assertThat(lambda.getFunction(r -> r.functionName("f")).configuration().state())
                .isEqualTo(State.ACTIVE);
        String before =
                lambda.getFunctionConfiguration(r -> r.functionName("f")).codeSha256();
        lambda.updateFunctionCode(r -> r.functionName("f").zipFile(zip("def handler(e, c):\n    return 2\n")));
        lambda.waiter().waitUntilFunctionUpdatedV2(r -> r.functionName("f"));
        var updated = lambda.updateFunctionConfiguration(
                r -> r.functionName("f").timeout(9).environment(e -> e.variables(Map.of("A", "1"))));
        assertThat(updated.timeout()).isEqualTo(9);
        assertThat(updated.lastUpdateStatus()).isEqualTo(LastUpdateStatus.IN_PROGRESS);
        assertThat(updated.codeSha256()).isNotEqualTo(before);
        assertThat(updated.environment().variables()).containsOnly(Map.entry("A", "1"));
        assertThat(lambda.listFunctionsPaginator().functions())
                .extracting(function -> function.functionName())
                .containsExactly("f");
        assertThat(lambda.deleteFunction(r -> r.functionName("f"))
                        .sdkHttpResponse()
                        .statusCode())
                .isEqualTo(204);
        assertThatExceptionOfType(ResourceNotFoundException.class)
                .isThrownBy(() -> lambda.getFunction(r -> r.functionName("f")))
                .satisfies(gone -> assertThat(gone.type()).isEqualTo("User"))
                .withMessageContaining("Function not found: " + ARN);
    }

    @Test
    void functionIsInvoked() {
        create("f");

        InvokeResponse answer = lambda.invoke(r -> r.functionName("f")
                .logType(LogType.TAIL)
                .clientContext("e30=")
                .payload(SdkBytes.fromUtf8String("{\"a\":1}")));

        assertThat(answer.payload().asUtf8String()).isEqualTo("{\"a\": 1}");
        assertThat(answer.executedVersion()).isEqualTo("$LATEST");
        assertThat(answer.functionError()).isNull();
        assertThat(SdkBytes.fromByteArray(Base64.getDecoder().decode(answer.logResult()))
                        .asUtf8String())
                .contains("REPORT RequestId: " + answer.responseMetadata().requestId());
        assertThat(lambda.invoke(r -> r.functionName("f").invocationType(InvocationType.EVENT))
                        .statusCode())
                .isEqualTo(202);
        assertThat(lambda.invoke(r -> r.functionName("f").invocationType(InvocationType.DRY_RUN))
                        .statusCode())
                .isEqualTo(204);
        assertThatExceptionOfType(InvalidRequestContentException.class)
                .isThrownBy(() -> lambda.invoke(r -> r.functionName("f").payload(SdkBytes.fromUtf8String("{oops"))))
                .withMessageContaining("Could not parse request body into json");
    }

    @Test
    void versionsAndAliasesLive() {
        create("f");
        var version = lambda.publishVersion(r -> r.functionName("f").description("one"));
        assertThat(version.functionArn()).isEqualTo(ARN + ":1");
        var alias = lambda.createAlias(r -> r.functionName("f").name("live").functionVersion("1"));
        assertThat(lambda.getAlias(r -> r.functionName("f").name("live")).aliasArn())
                .isEqualTo(ARN + ":live");
        lambda.updateAlias(r -> r.functionName("f").name("live").description("d"));
        assertThatExceptionOfType(PreconditionFailedException.class)
                .isThrownBy(() ->
                        lambda.updateAlias(r -> r.functionName("f").name("live").revisionId(alias.revisionId())));
        assertThat(lambda.listAliases(r -> r.functionName("f")).aliases()).hasSize(1);
        assertThat(lambda.listVersionsByFunction(r -> r.functionName("f")).versions())
                .hasSize(2);
        assertThat(lambda.listFunctions(r -> r.functionVersion(FunctionVersion.ALL))
                        .functions())
                .hasSize(2);
        assertThat(lambda.invoke(r -> r.functionName("f").qualifier("live")).executedVersion())
                .isEqualTo("1");
        lambda.deleteAlias(r -> r.functionName("f").name("live"));
        assertThat(lambda.listAliases(r -> r.functionName("f")).aliases()).isEmpty();
    }

    @Test
    void settingsLive() {
        create("f");
        lambda.putFunctionConcurrency(r -> r.functionName("f").reservedConcurrentExecutions(2));
        assertThat(lambda.getFunctionConcurrency(r -> r.functionName("f")).reservedConcurrentExecutions())
                .isEqualTo(2);
        lambda.deleteFunctionConcurrency(r -> r.functionName("f"));
        assertThat(lambda.getAccountSettings().accountUsage().functionCount()).isEqualTo(1);
        lambda.putFunctionEventInvokeConfig(r -> r.functionName("f").maximumRetryAttempts(0));
        lambda.updateFunctionEventInvokeConfig(r -> r.functionName("f").maximumEventAgeInSeconds(60));
        assertThat(lambda.getFunctionEventInvokeConfig(r -> r.functionName("f")).maximumRetryAttempts())
                .isZero();
        assertThat(lambda.listFunctionEventInvokeConfigs(r -> r.functionName("f"))
                        .functionEventInvokeConfigs())
                .hasSize(1);
        lambda.deleteFunctionEventInvokeConfig(r -> r.functionName("f"));
        lambda.addPermission(r -> r.functionName("f")
                .statementId("s")
                .action("lambda:InvokeFunction")
                .principal("iot.amazonaws.com"));
        assertThat(lambda.getPolicy(r -> r.functionName("f")).policy()).contains("iot.amazonaws.com");
        lambda.removePermission(r -> r.functionName("f").statementId("s"));
        lambda.tagResource(r -> r.resource(ARN).tags(Map.of("a", "1", "b", "2")));
        lambda.untagResource(r -> r.resource(ARN).tagKeys("a"));
        assertThat(lambda.listTags(r -> r.resource(ARN)).tags()).containsOnly(Map.entry("b", "2"));
    }

    @Test
    void layersLive() {
        var made = lambda.publishLayerVersion(r -> r.layerName("l").content(c -> c.zipFile(zip("x = 1\n"))));
        assertThat(lambda.getLayerVersion(r -> r.layerName("l").versionNumber(1L))
                        .content()
                        .codeSize())
                .isEqualTo(made.content().codeSize());
        assertThat(lambda.getLayerVersionByArn(r -> r.arn(made.layerVersionArn()))
                        .version())
                .isEqualTo(1);
        assertThat(lambda.listLayers().layers()).hasSize(1);
        assertThat(lambda.listLayerVersions(r -> r.layerName("l")).layerVersions())
                .hasSize(1);
        lambda.deleteLayerVersion(r -> r.layerName("l").versionNumber(1L));
        assertThat(lambda.listLayers().layers()).isEmpty();
    }

    @Test
    void mappingLives() {
        create("f");
        server.streams().streams().create(new StreamSpec("s", 1, StreamSpec.DEFAULT_RETENTION));
        String source = "arn:aws:kinesis:us-east-1:000000000000:stream/s";

        var created = lambda.createEventSourceMapping(r -> r.functionName("f")
                .eventSourceArn(source)
                .startingPosition(EventSourcePosition.TRIM_HORIZON)
                .batchSize(3));

        assertThat(created.state()).isEqualTo("Creating");
        assertThatExceptionOfType(ResourceConflictException.class)
                .isThrownBy(() -> lambda.createEventSourceMapping(
                        r -> r.functionName("f").eventSourceArn(source).startingPosition(EventSourcePosition.LATEST)))
                .withMessageContaining("provided mapping already exists");
        assertThat(lambda.updateEventSourceMapping(r -> r.uuid(created.uuid()).batchSize(4))
                        .batchSize())
                .isEqualTo(4);
        assertThat(lambda.getEventSourceMapping(r -> r.uuid(created.uuid())).eventSourceArn())
                .isEqualTo(source);
        assertThat(lambda.listEventSourceMappingsPaginator(r -> r.functionName("f"))
                        .eventSourceMappings())
                .hasSize(1);
        assertThat(lambda.deleteEventSourceMapping(r -> r.uuid(created.uuid())).state())
                .isEqualTo("Deleting");
    }

    @Test
    void whatAFunctionNeverHasIsRead() {
        create("f");
        assertThat(lambda.listFunctionUrlConfigs(r -> r.functionName("f")).functionUrlConfigs())
                .isEmpty();
        assertThat(lambda.listProvisionedConcurrencyConfigs(r -> r.functionName("f"))
                        .provisionedConcurrencyConfigs())
                .isEmpty();
        assertThat(lambda.listCodeSigningConfigs(r -> r.maxItems(10)).codeSigningConfigs())
                .isEmpty();
        assertThat(lambda.getFunctionCodeSigningConfig(r -> r.functionName("f")).codeSigningConfigArn())
                .isEmpty();
        assertThat(lambda.getRuntimeManagementConfig(r -> r.functionName("f")).updateRuntimeOnAsString())
                .isEqualTo("Auto");
        assertThatExceptionOfType(ResourceNotFoundException.class)
                .isThrownBy(() -> lambda.getFunctionUrlConfig(r -> r.functionName("f")));
        assertThatExceptionOfType(ProvisionedConcurrencyConfigNotFoundException.class)
                .isThrownBy(() -> lambda.getProvisionedConcurrencyConfig(
                        r -> r.functionName("f").qualifier("$LATEST")));
        CALLS.add("SDK for Java", "GetFunctionUrlConfig");
        CALLS.add("SDK for Java", "GetProvisionedConcurrencyConfig");
    }

    @Test
    void refusalsKeepTheirTypeAndName() {
        create("f");

        assertThatExceptionOfType(InvalidParameterValueException.class)
                .isThrownBy(() -> lambda.updateFunctionCode(
                        r -> r.functionName("f").s3Bucket("mine").s3Key("k")))
                .withMessageContaining("Penstock has no S3");
        assertThatExceptionOfType(LambdaException.class)
                .isThrownBy(() ->
                        lambda.createFunctionUrlConfig(r -> r.functionName("f").authType("NONE")))
                .withMessageContaining("Penstock does not emulate CreateFunctionUrlConfig: ")
                .satisfies(refused ->
                        assertThat(refused.awsErrorDetails().errorCode()).isEqualTo("UnknownOperationException"));
        assertThatExceptionOfType(LambdaException.class)
                .isThrownBy(() -> lambda.updateFunctionConfiguration(
                        r -> r.functionName("f").timeout(0).layers(List.of())))
                .satisfies(refused ->
                        assertThat(refused.awsErrorDetails().errorCode()).isEqualTo("ValidationException"));
    }
}
