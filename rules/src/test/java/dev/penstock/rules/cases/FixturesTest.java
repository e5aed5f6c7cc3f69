package dev.penstock.rules.cases;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import dev.penstock.platform.data.Bytes;
import dev.penstock.platform.data.Json;
import dev.penstock.rules.ExternalServices;
import dev.penstock.rules.ExternalServices.KeyPart;
import dev.penstock.rules.RuleCases.Problem;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.CompletionStage;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class FixturesTest {
    private static final String ARN = "arn:aws:lambda:us-east-1:123456789012:function:enrich";

    @Test
    void functionAnswersByItsInput() {
        var functions = Objects.requireNonNull(
                services("{`lambda`:{`enrich`:[{`input`:{`v`:1},`output`:{`w`:2}},{`output`:3}]}}")
                        .functions());

        assertThat(answer(functions.invoke(ARN, Bytes.utf8("{\"v\":1.0}"))).utf8())
                .isEqualTo("{\"w\":2}");
        assertThat(answer(functions.invoke(ARN + ":live", Bytes.utf8("{}"))).utf8())
                .isEqualTo("3");
    }

    @Test
    void functionFailsAsItIsTold() {
        var functions = Objects.requireNonNull(services("{`lambda`:{`enrich`:[{`input`:1,`error`:`Unhandled`}]}}")
                .functions());

        assertThatThrownBy(() -> answer(functions.invoke(ARN, Bytes.utf8("1"))))
                .hasMessageContaining("ended with an error");
        assertThatThrownBy(() -> answer(functions.invoke(ARN, Bytes.utf8("2"))))
                .hasMessageContaining("the case has no fixture lambda.enrich for the input 2");
    }

    @Test
    void itemIsFoundByItsWholeKey() {
        var items = Objects.requireNonNull(
                services("{`dynamodb`:{`t`:{`key`:[`id`,`seq`],`items`:[{`id`:`a`,`seq`:4,`ok`:true}]}}}")
                        .items());
        KeyPart id = new KeyPart("id", json("`a`"));

        assertThat(answer(items.item("t", id, new KeyPart("seq", json("4.0")))))
                .contains(json("{`id`:`a`,`seq`:4,`ok`:true}"));
        assertThat(answer(items.item("t", id, new KeyPart("seq", json("5"))))).isEmpty();
        assertThatThrownBy(() -> answer(items.item("t", id, null)))
                .hasMessageContaining("does not match the schema: the key of t is [id, seq], asked was [id]");
        assertThatThrownBy(() -> answer(items.item("u", id, null)))
                .hasMessageContaining("the case has no fixture dynamodb.u");
    }

    @Test
    void otherServicesAnswerByName() {
        ExternalServices services = services("{`secrets`:{`s`:{`SecretString`:`x`}},"
                + "`shadows`:{`t`:{``:{`version`:3},`cfg`:{`version`:1}}},"
                + "`things`:{`t`:{`thingName`:`t`,`groups`:[`g`]}},"
                + "`machinelearning`:{`m`:{`predictedLabel`:`1`}},"
                + "`s3Base64`:{`b/k.desc`:`AAE=`}}");

        assertThat(answer(Objects.requireNonNull(services.secrets()).secret("s"))
                        .text())
                .isEqualTo("x");
        assertThat(answer(Objects.requireNonNull(services.shadows()).shadow("t", "cfg")))
                .isEqualTo(json("{`version`:1}"));
        assertThat(answer(Objects.requireNonNull(services.registry()).describeThing("t")))
                .isEqualTo(json("{`thingName`:`t`}"));
        assertThat(answer(Objects.requireNonNull(services.registry()).thingGroups("t")))
                .isEqualTo(
                        json(
                                "{`thingGroups`:[{`groupName`:`g`,`groupArn`:`arn:aws:iot:us-east-1:123456789012:thinggroup/g`}]}"));
        assertThat(answer(Objects.requireNonNull(services.predictor()).predict("m", json("{}"))))
                .isEqualTo(json("{`predictedLabel`:`1`}"));
        assertThat(answer(Objects.requireNonNull(services.objects()).object("b", "k.desc")))
                .isEqualTo(Bytes.wrap(new byte[] {0, 1}));
    }

    @Test
    void serviceWithoutFixtureIsThereAndFails() {
        ExternalServices none = Fixtures.NONE.services("123456789012");

        assertThatThrownBy(() -> answer(Objects.requireNonNull(none.secrets()).secret("s")))
                .hasMessageContaining("the case has no fixture secrets.s");
        assertThatThrownBy(() -> answer(Objects.requireNonNull(none.registry()).thingGroups("t")))
                .hasMessageContaining("the case has no fixture things.t");
    }

    private static ExternalServices services(String fixtures) {
        List<Problem> problems = new ArrayList<>();
        ExternalServices services = Fixtures.read(new CaseFields(json(fixtures), List.of(), problems))
                .services("123456789012");
        assertThat(problems).isEmpty();
        return services;
    }

    private static JsonNode json(String text) {
        try {
            return Json.MAPPER.readTree(text.replace('`', '"'));
        } catch (JsonProcessingException wrong) {
            throw new IllegalArgumentException(wrong);
        }
    }

    private static <T extends @Nullable Object> T answer(CompletionStage<T> stage) {
        return stage.toCompletableFuture().join();
    }
}
