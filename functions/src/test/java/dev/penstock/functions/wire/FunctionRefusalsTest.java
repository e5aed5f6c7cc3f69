package dev.penstock.functions.wire;

import static org.assertj.core.api.Assertions.assertThat;

import dev.penstock.functions.wire.Api.Answer;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class FunctionRefusalsTest {
    private static final Api API = new Api();

    @BeforeAll
    static void create() {
        API.create("there", PythonZip.ECHO);
    }

    @AfterAll
    static void close() {
        API.close();
    }

    @ParameterizedTest(name = "{0}")
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '~',
            value = {
                ",\"Timeout\":0|400 ValidationException: 1 validation error detected: Value '0' at 'timeout' failed to satisfy constraint: Member must have value greater than or equal to 1",
                ",\"Timeout\":901|400 ValidationException: 1 validation error detected: Value '901' at 'timeout' failed to satisfy constraint: Member must have value less than or equal to 900",
                ",\"Timeout\":0,\"MemorySize\":64|400 ValidationException: 2 validation errors detected: Value '0' at 'timeout' failed to satisfy constraint: Member must have value greater than or equal to 1; Value '64' at 'memorySize' failed to satisfy constraint: Member must have value greater than or equal to 128",
                ",\"MemorySize\":10241|400 InvalidParameterValueException: 'MemorySize' value failed to satisfy constraint: Member must have value less than or equal to 10240",
                ",\"TracingConfig\":{\"Mode\":\"On\"}|400 ValidationException: 1 validation error detected: Value 'On' at 'tracingConfig.mode' failed to satisfy constraint: Member must satisfy enum value set: [Active, PassThrough]",
                ",\"Architectures\":[\"mips\"]|400 ValidationException: 1 validation error detected: Value 'mips' at 'architectures' failed to satisfy constraint: Member must satisfy enum value set: [x86_64, arm64]",
                ",\"Environment\":{\"Variables\":{\"1A\":\"x\"}}|400 ValidationException: 1 validation error detected: Value at 'environment.variables' failed to satisfy constraint: Map keys must satisfy constraint: [Member must satisfy regular expression pattern: [a-zA-Z]([a-zA-Z0-9_])+]",
                ",\"EphemeralStorage\":{}|400 ValidationException: 1 validation error detected: Value null at 'ephemeralStorage.size' failed to satisfy constraint: Member must not be null",
                ",\"SnapStart\":{\"ApplyOn\":\"PublishedVersions\"}|400 InvalidParameterValueException: Penstock does not emulate SnapStart: set ApplyOn to None",
                ",\"FileSystemConfigs\":[{\"Arn\":\"a\",\"LocalMountPath\":\"/mnt/x\"}]|400 InvalidParameterValueException: Penstock does not emulate FileSystemConfigs: leave it away, and let the function read a folder of this machine",
                ",\"PackageType\":\"Image\"|400 InvalidParameterValueException: Penstock does not emulate PackageType Image: send the code as ZipFile",
                ",\"CodeSigningConfigArn\":\"arn:x\"|400 InvalidParameterValueException: Penstock does not emulate code signing: leave CodeSigningConfigArn away",
                ",\"TenancyConfig\":{\"TenantIsolationMode\":\"PER_TENANT\"}|400 InvalidParameterValueException: Penstock does not emulate TenancyConfig: leave it away",
                ",\"LoggingConfig\":{\"SystemLogLevel\":\"INFO\"}|400 InvalidParameterValueException: To use ApplicationLogLevel or SystemLogLevel, you must set LogFormat to JSON.",
                ",\"Layers\":[\"arn:aws:lambda:us-east-1:000000000000:layer:no:1\"]|400 InvalidParameterValueException: Layer version arn:aws:lambda:us-east-1:000000000000:layer:no:1 does not exist. Penstock has the layers that were published to it with PublishLayerVersion or by the template.",
                ",\"Tags\":{\"aws:x\":\"1\"}|400 InvalidParameterValueException: System tags cannot be added/updated by requester: aws:x"
            })
    void memberIsRefused(String member, String refusal) {
        Answer answer = API.call("POST", Api.FUNCTIONS, Api.body("f", PythonZip.ECHO, member));

        assertThat(answer.refusal()).isEqualTo(refusal);
        assertThat(API.call("GET", Api.FUNCTIONS + "/f").status()).isEqualTo(404);
    }

    @ParameterizedTest(name = "{0}")
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '~',
            value = {
                "{}|400 ValidationException: 3 validation errors detected: Value null at 'functionName' failed to satisfy constraint: Member must not be null; Value null at 'role'",
                "{\"FunctionName\":\"a b\",\"Role\":\"arn:aws:iam::000000000000:role/r\",\"Code\":{}}|400 ValidationException: 1 validation error detected: Value 'a b' at 'functionName' failed to satisfy constraint: Member must satisfy regular expression pattern: (arn:",
                "{\"FunctionName\":\"f\",\"Role\":\"r\",\"Code\":{}}|400 ValidationException: 1 validation error detected: Value 'r' at 'role' failed to satisfy constraint: Member must satisfy regular expression pattern: arn:(aws[a-zA-Z-]*)?:iam::",
                "{\"FunctionName\":\"f\",\"Role\":\"arn:aws:iam::000000000000:role/r\",\"Code\":{}}|400 InvalidParameterValueException: Runtime and Handler are mandatory parameters",
                "{\"FunctionName\":\"f\",\"Runtime\":\"cobol\",\"Role\":\"arn:aws:iam::000000000000:role/r\",\"Code\":{}}|400 InvalidParameterValueException: Value cobol at 'runtime' failed to satisfy constraint: Member must satisfy enum value set: [",
                "{\"FunctionName\":\"f\",\"Runtime\":\"ruby3.4\",\"Role\":\"arn:aws:iam::000000000000:role/r\",\"Code\":{}}|400 InvalidParameterValueException: Penstock does not emulate the runtime ruby3.4: use provided.al2023",
                "{\"FunctionName\":7}|400 SerializationException: ",
                "[]|400 SerializationException: "
            })
    void bodyIsRefused(String body, String refusal) {
        assertThat(API.call("POST", Api.FUNCTIONS, body).refusal()).startsWith(refusal);
    }

    @ParameterizedTest(name = "{0}")
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '~',
            value = {
                "{}|Please provide a source for function code.",
                "{\"ZipFile\":\"\"}|Uploaded file must be a non-empty zip",
                "{\"ZipFile\":\"AAAA\"}|Could not unzip uploaded file. Please check your file, then try to upload again.",
                "{\"ImageUri\":\"x\"}|Penstock does not emulate container images: send the code as ZipFile",
                "{\"ZipFile\":\"AAAA\",\"S3Bucket\":\"bbb\"}|Please do not provide other FunctionCode parameters when providing a ZipFile.",
                "{\"S3Bucket\":\"mine\",\"S3Key\":\"k\"}|Penstock has no S3 to take code from (S3Bucket 'mine'): send it as ZipFile, or set S3Bucket to 'penstock-folder' and S3Key to the absolute path of a folder, jar or zip on this machine",
                "{\"S3Bucket\":\"penstock-folder\",\"S3Key\":\"relative\"}|S3Key 'relative' must be the absolute path of a folder, jar or zip on this machine"
            })
    void codeIsRefused(String code, String message) {
        Answer created = API.call(
                "POST",
                Api.FUNCTIONS,
                "{\"FunctionName\":\"f\",\"Runtime\":\"python3.12\",\"Handler\":\"a.b\",\"Role\":\"arn:aws:iam::000000000000:role/r\",\"Code\":%s}"
                        .formatted(code));
        Answer updated = API.call("PUT", Api.FUNCTIONS + "/there/code", code);

        assertThat(created.refusal()).isEqualTo("400 InvalidParameterValueException: " + message);
        assertThat(updated.refusal()).isEqualTo("400 InvalidParameterValueException: " + message);
        assertThat(created.json().path("Type").asText()).isEqualTo("User");
    }

    @ParameterizedTest
    @ValueSource(ints = {4096, 4097})
    void variablesHaveFourKilobytes(int bytes) {
        String variables = ",\"Environment\":{\"Variables\":{\"KEY\":\"%s\"}}".formatted("x".repeat(bytes - 3));

        Answer answer = API.call("POST", Api.FUNCTIONS, Api.body("large", PythonZip.ECHO, variables));

        assertThat(answer.status()).isEqualTo(bytes > 4096 ? 400 : 201);
    }

    @Test
    void nameHasAtMost64Characters() {
        assertThat(API.create("n".repeat(65), PythonZip.ECHO).refusal())
                .endsWith(
                        "at 'functionName' failed to satisfy constraint: Member must have length less than or equal to 64");
    }

    @Test
    void reservedVariableIsRefusedByItsName() {
        Answer answer = API.call(
                "POST",
                Api.FUNCTIONS,
                Api.body("f", PythonZip.ECHO, ",\"Environment\":{\"Variables\":{\"A\":\"1\",\"AWS_REGION\":\"x\"}}"));

        assertThat(answer.refusal())
                .startsWith("400 InvalidParameterValueException: ")
                .contains("AWS_REGION");
    }

    @ParameterizedTest
    @CsvSource({"MaxItems=0", "MaxItems=10001", "Marker=%21", "FunctionVersion=1"})
    void listIsRefused(String query) {
        assertThat(API.call("GET", Api.FUNCTIONS + "?" + query).status()).isEqualTo(400);
    }
}
