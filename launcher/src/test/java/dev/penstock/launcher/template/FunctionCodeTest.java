package dev.penstock.launcher.template;

import static org.assertj.core.api.Assertions.assertThat;

import dev.penstock.functions.FunctionSpec;
import dev.penstock.launcher.yaml.Finding;
import dev.penstock.platform.aws.AwsIdentity;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Instant;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Where the code of functions is found, and what is said when it may not run. */
class FunctionCodeTest {
    private static final String FUNCTION = """
            Transform: AWS::Serverless-2016-10-31
            Resources:
              Fn:
                Type: AWS::Serverless::Function
                Metadata: {%s}
                Properties: {Runtime: %s, Handler: %s, %s}
            """;

    @TempDir
    private Path folder;

    @Test
    void codeThatTheUserNamesWins() throws IOException {
        write("mine/app.py");
        Path template = write("app.yaml", FUNCTION.formatted("", "python3.9", "app.h", "CodeUri: s3://b/k"));

        PipelinePlan plan =
                TemplateReader.read(template, Map.of(), AwsIdentity.DEFAULT, Map.of("Fn", folder.resolve("mine")));

        assertThat(plan.functions()).extracting(FunctionSpec::code).containsExactly(folder.resolve("mine"));
    }

    @Test
    void assetOfTheCdkIsTheCodeEvenWithoutMetadata() throws IOException {
        write("asset.abc/index.js");
        write("Stack.assets.json", "{\"files\": {\"abc\": {\"source\": {\"path\": \"asset.abc\"}}}}");

        PipelinePlan plan = read("""
                Resources:
                  Fn:
                    Type: AWS::Lambda::Function
                    Properties:
                      Runtime: nodejs20.x
                      Handler: index.handler
                      Role: arn:aws:iam::000000000000:role/r
                      Code: {S3Bucket: !Sub "assets-${AWS::AccountId}", S3Key: abc.zip}
                """);

        assertThat(plan.functions()).extracting(FunctionSpec::code).containsExactly(folder.resolve("asset.abc"));
    }

    @Test
    void outputOfSamBuildIsUsedUntilTheTemplateIsNewer() throws IOException {
        write("src/app.py");
        write(".aws-sam/build/Shared/app.py");
        Path built = write(
                ".aws-sam/build/template.yaml", "Resources: {Fn: {Properties: {CodeUri: Shared, Other: !Ref X}}}");
        String template = FUNCTION.formatted("", "python3.9", "app.h", "CodeUri: src");

        PipelinePlan older =
                readAt(template, Files.getLastModifiedTime(built).toInstant().minusSeconds(9));
        PipelinePlan newer =
                readAt(template, Files.getLastModifiedTime(built).toInstant().plusSeconds(9));

        assertThat(older.functions())
                .extracting(FunctionSpec::code)
                .containsExactly(folder.resolve(".aws-sam/build/Shared"));
        assertThat(newer.functions()).extracting(FunctionSpec::code).containsExactly(folder.resolve("src"));
    }

    @Test
    void codeInTheTemplateBecomesAFile() throws IOException {
        PipelinePlan plan = read(FUNCTION.formatted(
                "", "nodejs20.x", "index.handler", "InlineCode: 'exports.handler = async () => 1;'"));

        Path code = plan.functions().get(0).code();
        assertThat(code.resolve("index.js")).hasContent("exports.handler = async () => 1;");
    }

    @Test
    void layersAreFoldersInTheirOrder() throws IOException {
        write("src/app.py");
        write("one/python/lib.py");
        write("two/python/lib.py");

        PipelinePlan plan = read("""
                Transform: AWS::Serverless-2016-10-31
                Resources:
                  Fn:
                    Type: AWS::Serverless::Function
                    Properties:
                      Runtime: python3.9
                      Handler: app.h
                      CodeUri: src
                      Layers: [!Ref Two, !Ref One, "arn:aws:lambda:us-east-1:017000801446:layer:Powertools:7"]
                  One: {Type: AWS::Serverless::LayerVersion, Properties: {ContentUri: one}}
                  Two: {Type: AWS::Lambda::LayerVersion, Properties: {Content: two}}
                """);

        assertThat(plan.functions().get(0).options().layers())
                .containsExactly(folder.resolve("two"), folder.resolve("one"));
        assertThat(plan.warnings())
                .singleElement()
                .asString()
                .contains("layer:Powertools:7' is not in this template and the function runs without it");
    }

    @Test
    void packagesThatWereNotInstalledAreHintedAt() throws IOException {
        write("node/index.mjs");
        write("node/package.json", "{\"dependencies\": {\"left-pad\": \"1\"}}");
        write("python/app.py");
        write("python/requirements.txt", "# none\nrequests>=2\nSix==1.0\n-r other.txt\n");
        write("python/six-1.0.dist-info/METADATA");

        PipelinePlan node = read(FUNCTION.formatted("", "nodejs20.x", "index.handler", "CodeUri: node"));
        PipelinePlan python = read(FUNCTION.formatted("", "python3.9", "app.h", "CodeUri: python"));

        assertThat(node.warnings())
                .extracting(Finding::text)
                .containsExactly(
                        "Fn (AWS::Serverless::Function): package.json names left-pad and there is no node_modules; run 'npm install' in "
                                + folder.resolve("node"));
        assertThat(python.warnings()).singleElement().asString().contains("requirements.txt names requests, not found");
    }

    private PipelinePlan read(String template) throws IOException {
        return TemplateReader.read(write("app.yaml", template), Map.of(), AwsIdentity.DEFAULT);
    }

    private PipelinePlan readAt(String template, Instant changed) throws IOException {
        Path file = write("app.yaml", template);
        Files.setLastModifiedTime(file, FileTime.from(changed));
        return TemplateReader.read(file, Map.of(), AwsIdentity.DEFAULT);
    }

    @Test
    void classesOfAMavenProjectWithoutTheJarsTheyNeedAreHintedAt() throws IOException {
        write("java/target/classes/Handler.class");
        write("java/pom.xml", """
                <project xmlns="http://maven.apache.org/POM/4.0.0">
                  <dependencyManagement><dependencies><dependency><artifactId>managed</artifactId></dependency></dependencies>
                  </dependencyManagement>
                  <dependencies>
                    <dependency><artifactId>aws-lambda-java-core</artifactId></dependency>
                    <dependency><artifactId>aws-lambda-java-events</artifactId></dependency>
                    <dependency><artifactId>junit-jupiter</artifactId><scope>test</scope></dependency>
                  </dependencies>
                </project>
                """);
        String template = FUNCTION.formatted("", "java17", "Handler", "CodeUri: java/target/classes");

        PipelinePlan without = read(template);
        write("java/target/classes/lib/events.jar");
        PipelinePlan with = read(template);

        assertThat(without.warnings())
                .singleElement()
                .asString()
                .contains("pom.xml names aws-lambda-java-events, and there is no folder lib")
                .contains("run 'mvn dependency:copy-dependencies -DincludeScope=runtime");
        assertThat(with.warnings()).isEmpty();
    }

    private void write(String file) throws IOException {
        write(file, "");
    }

    private Path write(String file, String text) throws IOException {
        Path path = folder.resolve(file);
        Files.createDirectories(path.resolveSibling(""));
        return Files.writeString(path, text);
    }

    @ParameterizedTest
    @CsvSource({"provided.al2023, none", "python3.11, wrapper.handler", "nodejs20.x, wrapper.handler"})
    void whatTheCodeLacksMayBeInItsLayer(String runtime, String handler) throws IOException {
        Files.createDirectories(folder.resolve("code"));
        Files.createDirectories(folder.resolve("layer"));

        PipelinePlan plan = read("""
                Transform: AWS::Serverless-2016-10-31
                Resources:
                  Shared: {Type: AWS::Serverless::LayerVersion, Properties: {ContentUri: layer}}
                  Fn:
                    Type: AWS::Serverless::Function
                    Properties: {Runtime: %s, Handler: %s, CodeUri: code, Layers: [!Ref Shared]}
                """.formatted(runtime, handler));

        assertThat(plan.functions()).extracting(FunctionSpec::code).containsExactly(folder.resolve("code"));
    }
}
