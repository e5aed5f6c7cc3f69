package dev.penstock.functions.wire;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.penstock.functions.FunctionFolder;
import dev.penstock.functions.wire.Api.Answer;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class FunctionLifeTest {
    private static final String F = Api.FUNCTIONS + "/f";

    private final Api api = new Api();

    @AfterEach
    void close() {
        api.close();
    }

    private static List<String> names(JsonNode json) {
        List<String> names = new ArrayList<>();
        json.fieldNames().forEachRemaining(names::add);
        return names;
    }

    private JsonNode configuration() {
        return api.call("GET", F + "/configuration").json();
    }

    @Test
    void createTellsTheWholeConfiguration() {
        Answer created = api.create("f", PythonZip.ECHO);

        JsonNode json = created.json();
        assertThat(created.status()).isEqualTo(201);
        assertThat(names(json))
                .containsExactly(
                        "FunctionName",
                        "FunctionArn",
                        "Runtime",
                        "Role",
                        "Handler",
                        "CodeSize",
                        "Description",
                        "Timeout",
                        "MemorySize",
                        "LastModified",
                        "CodeSha256",
                        "Version",
                        "TracingConfig",
                        "RevisionId",
                        "State",
                        "StateReason",
                        "StateReasonCode",
                        "PackageType",
                        "Architectures",
                        "EphemeralStorage",
                        "SnapStart",
                        "RuntimeVersionConfig",
                        "LoggingConfig");
        assertThat(json.path("State").asText()).isEqualTo("Pending");
        assertThat(json.path("Timeout").asInt()).isEqualTo(3);
        assertThat(json.path("MemorySize").asInt()).isEqualTo(128);
        assertThat(json.path("FunctionArn").asText()).isEqualTo(Api.ARN + "f");
        assertThat(json.path("LastModified").asText()).isEqualTo("2026-01-01T00:00:00.000+0000");
        assertThat(json.path("LoggingConfig")).hasToString("{\"LogFormat\":\"Text\",\"LogGroup\":\"/aws/lambda/f\"}");
        assertThat(json.path("CodeSize").asInt())
                .isEqualTo(PythonZip.of(PythonZip.ECHO).length());
        assertThat(json.path("CodeSha256").asText()).hasSize(44);
    }

    @Test
    void functionIsActiveWhenItIsAskedFor() {
        api.create("f", PythonZip.ECHO);

        JsonNode found = api.call("GET", F).json();

        assertThat(found.path("Configuration").path("State").asText()).isEqualTo("Active");
        assertThat(found.path("Configuration").path("LastUpdateStatus").asText())
                .isEqualTo("Successful");
        assertThat(found.path("Code").path("RepositoryType").asText()).isEqualTo("S3");
        assertThat(found.path("Code").path("Location").asText())
                .isEqualTo("http://127.0.0.1:4566/_penstock/lambda/code/f/$LATEST");
        assertThat(names(found)).containsExactly("Configuration", "Code");
    }

    @Test
    void everythingThatWasAskedForComesBack() {
        String more = """
                ,"Description":"d","Timeout":9,"MemorySize":256,"Environment":{"Variables":{"B":"2","A":"1"}},
                "DeadLetterConfig":{"TargetArn":"arn:aws:sqs:us-east-1:000000000000:q"},"Architectures":["arm64"],
                "TracingConfig":{"Mode":"Active"},"EphemeralStorage":{"Size":1024},"KMSKeyArn":"arn:aws:kms:us-east-1:1:key/k",
                "VpcConfig":{"SubnetIds":["subnet-1"],"SecurityGroupIds":["sg-1"]},"SnapStart":{"ApplyOn":"None"},
                "LoggingConfig":{"LogFormat":"JSON","SystemLogLevel":"WARN","LogGroup":"mine"},"Tags":{"t":"v"},
                "PackageType":"Zip"
                """;
        Answer created = api.call("POST", Api.FUNCTIONS, Api.body("f", PythonZip.ECHO, more));

        JsonNode json = configuration();

        assertThat(created.status()).as(created.text()).isEqualTo(201);
        assertThat(json.path("Description").asText()).isEqualTo("d");
        assertThat(json.path("Timeout").asInt()).isEqualTo(9);
        assertThat(json.path("MemorySize").asInt()).isEqualTo(256);
        assertThat(json.path("Environment")).hasToString("{\"Variables\":{\"A\":\"1\",\"B\":\"2\"}}");
        assertThat(json.path("DeadLetterConfig"))
                .hasToString("{\"TargetArn\":\"arn:aws:sqs:us-east-1:000000000000:q\"}");
        assertThat(json.path("Architectures")).hasToString("[\"arm64\"]");
        assertThat(json.path("TracingConfig")).hasToString("{\"Mode\":\"Active\"}");
        assertThat(json.path("EphemeralStorage")).hasToString("{\"Size\":1024}");
        assertThat(json.path("KMSKeyArn").asText()).isEqualTo("arn:aws:kms:us-east-1:1:key/k");
        assertThat(json.path("VpcConfig"))
                .hasToString("{\"SubnetIds\":[\"subnet-1\"],\"SecurityGroupIds\":[\"sg-1\"],\"VpcId\":\"\","
                        + "\"Ipv6AllowedForDualStack\":false}");
        assertThat(json.path("LoggingConfig"))
                .hasToString("{\"LogFormat\":\"JSON\",\"ApplicationLogLevel\":\"INFO\",\"SystemLogLevel\":\"WARN\","
                        + "\"LogGroup\":\"mine\"}");
        assertThat(api.call("GET", F).json().path("Tags")).hasToString("{\"t\":\"v\"}");
    }

    @Test
    void secondFunctionOfTheNameIsAConflict() {
        api.create("f", PythonZip.ECHO);

        assertThat(api.create("f", PythonZip.ECHO).refusal())
                .isEqualTo("409 ResourceConflictException: Function already exist: f");
    }

    @Test
    void codeIsUpdated() {
        JsonNode before = api.create("f", PythonZip.ECHO).json();
        String zip =
                PythonZip.of("def handler(event, context):\n    return 'new'\n").base64();

        JsonNode updated = api.call("PUT", F + "/code", "{\"ZipFile\":\"%s\"}".formatted(zip))
                .json();

        assertThat(api.invoke("f", "{}").text()).isEqualTo("\"new\"");
        assertThat(updated.path("LastUpdateStatus").asText()).isEqualTo("InProgress");
        assertThat(updated.path("CodeSha256").asText())
                .isNotEqualTo(before.path("CodeSha256").asText());
        assertThat(updated.path("RevisionId").asText())
                .isNotEqualTo(before.path("RevisionId").asText());
    }

    @Test
    void dryRunOfCodeChangesNothing() {
        String revision =
                api.create("f", PythonZip.ECHO).json().path("RevisionId").asText();

        String zip = PythonZip.of("def handler(e, c):\n    return 2\n").base64();
        Answer answer = api.call("PUT", F + "/code", "{\"DryRun\":true,\"ZipFile\":\"%s\"}".formatted(zip));

        assertThat(answer.status()).isEqualTo(200);
        assertThat(configuration().path("RevisionId").asText()).isEqualTo(revision);
    }

    @Test
    void configurationIsUpdatedWhereItIsSaid() {
        Answer created = api.call(
                "POST", Api.FUNCTIONS, Api.body("f", PythonZip.ECHO, ",\"Environment\":{\"Variables\":{\"A\":\"1\"}}"));

        Answer updated =
                api.call("PUT", F + "/configuration", "{\"Timeout\":30,\"TracingConfig\":{\"Mode\":\"Active\"}}");

        assertThat(created.status()).as(created.text()).isEqualTo(201);
        assertThat(updated.status()).isEqualTo(200);
        assertThat(configuration().path("Timeout").asInt()).isEqualTo(30);
        assertThat(configuration().path("TracingConfig").path("Mode").asText()).isEqualTo("Active");
        assertThat(configuration().path("Environment")).hasToString("{\"Variables\":{\"A\":\"1\"}}");
    }

    @Test
    void changeOfAnotherRevisionIsRefused() {
        api.create("f", PythonZip.ECHO);

        assertThat(api.call("PUT", F + "/configuration", "{\"Timeout\":30,\"RevisionId\":\"other\"}")
                        .refusal())
                .startsWith("412 PreconditionFailedException: ");
    }

    @Test
    void versionKeepsWhatItWas() {
        api.call("POST", Api.FUNCTIONS, Api.body("f", PythonZip.ECHO, ",\"TracingConfig\":{\"Mode\":\"Active\"}"));

        Answer published = api.call("POST", F + "/versions", "{\"Description\":\"first\"}");
        api.call("PUT", F + "/configuration", "{\"TracingConfig\":{\"Mode\":\"PassThrough\"},\"Timeout\":99}");

        assertThat(published.status()).isEqualTo(201);
        JsonNode version = api.call("GET", F + "/configuration?Qualifier=1").json();
        assertThat(version.path("FunctionArn").asText()).isEqualTo(Api.ARN + "f:1");
        assertThat(version.path("Description").asText()).isEqualTo("first");
        assertThat(version.path("Timeout").asInt()).isEqualTo(3);
        assertThat(version.path("TracingConfig").path("Mode").asText()).isEqualTo("Active");
        assertThat(api.invoke("f:1", "5").header("X-Amz-Executed-Version")).isEqualTo("1");
    }

    @Test
    void functionMayBePublishedWithItsCreation() {
        JsonNode created = api.call("POST", Api.FUNCTIONS, Api.body("f", PythonZip.ECHO, ",\"Publish\":true"))
                .json();

        assertThat(created.path("Version").asText()).isEqualTo("1");
        assertThat(created.path("FunctionArn").asText()).isEqualTo(Api.ARN + "f:1");
    }

    @Test
    void versionsAreListedAfterTheLatest() {
        api.create("f", PythonZip.ECHO);
        api.call("POST", F + "/versions", "{}");

        JsonNode versions = api.call("GET", F + "/versions").json().path("Versions");

        assertThat(versions.findValuesAsText("FunctionArn")).containsExactly(Api.ARN + "f:$LATEST", Api.ARN + "f:1");
        assertThat(versions.get(0).has("State")).isFalse();
        assertThat(api.call("GET", Api.FUNCTIONS + "?FunctionVersion=ALL")
                        .json()
                        .path("Functions"))
                .hasSize(2);
    }

    @Test
    void functionsAreListedPageByPage() {
        for (String name : List.of("a", "b", "c")) {
            api.create(name, PythonZip.ECHO);
        }

        JsonNode first = api.call("GET", Api.FUNCTIONS + "/?MaxItems=2").json();
        JsonNode second = api.call(
                        "GET",
                        Api.FUNCTIONS + "?Marker=" + first.path("NextMarker").asText())
                .json();

        assertThat(first.path("Functions").findValuesAsText("FunctionName")).containsExactly("a", "b");
        assertThat(second.path("Functions").findValuesAsText("FunctionName")).containsExactly("c");
        assertThat(second.has("NextMarker")).isFalse();
    }

    @Test
    void deletedFunctionIsGoneWithWhatWasSaidOfIt() {
        api.create("f", PythonZip.ECHO);
        api.call(
                "POST",
                F + "/policy",
                "{\"StatementId\":\"s\",\"Action\":\"lambda:InvokeFunction\",\"Principal\":\"iot.amazonaws.com\"}");

        Answer deleted = api.call("DELETE", F);

        assertThat(deleted.status()).isEqualTo(204);
        assertThat(deleted.text()).isEmpty();
        assertThat(api.call("GET", F).refusal())
                .startsWith("404 ResourceNotFoundException: Function not found: " + Api.ARN + "f");
        api.create("f", PythonZip.ECHO);
        assertThat(api.call("GET", F + "/policy").status()).isEqualTo(404);
    }

    @Test
    void codeMayBeAFolderOfThisMachine(@TempDir Path folder) throws IOException {
        FunctionFolder.python(folder, PythonZip.ECHO);
        String path = folder.toString().replace("\\", "\\\\");

        Answer created = api.call("POST", Api.FUNCTIONS, """
                {"FunctionName":"f","Runtime":"python3.12","Handler":"app.handler",
                 "Role":"arn:aws:iam::000000000000:role/r","Code":{"S3Bucket":"penstock-folder","S3Key":"%s"}}""".formatted(path));

        assertThat(created.status()).isEqualTo(201);
        assertThat(api.invoke("f", "[1]").text()).isEqualTo("[1]");
    }
}
