package dev.penstock.analytics.wire;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** InputParallelism through both versions of the API. */
class ParallelismTest {
    private static final String TWO = "CREATE STREAM OUT_STREAM (N INTEGER); "
            + "CREATE PUMP P AS INSERT INTO OUT_STREAM SELECT STREAM N FROM IN_001 UNION ALL SELECT STREAM N FROM IN_002;";

    private final Api api = new Api();

    @AfterEach
    void stop() {
        api.close();
    }

    @Test
    void countIsShownWithItsStreams() {
        create(3, TWO);

        JsonNode first = inputOfFirst();
        JsonNode second = inputOfSecond();

        assertThat(first.at("/InputParallelism/Count").asInt()).isEqualTo(3);
        assertThat(names(first)).containsExactly("IN_001", "IN_002", "IN_003");
        assertThat(second.at("/InputParallelism/Count").asInt()).isEqualTo(3);
        assertThat(names(second)).containsExactly("IN_001", "IN_002", "IN_003");
    }

    @Test
    void bothVersionsChangeTheCount() {
        create(1, Api.CODE);

        Api.Answer first = api.first("UpdateApplication", updateOfFirst(1, "{'CountUpdate':2}"));
        List<String> two = names(inputOfFirst());
        Api.Answer second = api.second("UpdateApplication", updateOfSecond(2, "{'CountUpdate':64}"));

        assertThat(first.status()).as("%s", first).isEqualTo(200);
        assertThat(two).containsExactly("IN_001", "IN_002");
        assertThat(second.body()
                        .at("/ApplicationDetail/ApplicationConfigurationDescription"
                                + "/SqlApplicationConfigurationDescription/InputDescriptions/0/InputParallelism/Count")
                        .asInt())
                .isEqualTo(64);
        assertThat(names(inputOfSecond())).hasSize(64).endsWith("IN_064");
    }

    @Test
    void countThatTheCodeNeedsStays() {
        create(2, TWO);

        Api.Answer refused = api.first("UpdateApplication", updateOfFirst(1, "{'CountUpdate':1}"));

        assertThat(refused.error()).startsWith("CodeValidationException: ").contains("there is no stream IN_002");
        assertThat(names(inputOfFirst())).containsExactly("IN_001", "IN_002");
    }

    @Test
    void countIsCheckedAsTheModelSays() {
        create(1, Api.CODE);

        assertThat(api.first(
                                "CreateApplication",
                                "{'ApplicationName':'b','Inputs':[%s]}"
                                        .formatted(Api.input(",'InputParallelism':{'Count':65}")))
                        .error())
                .startsWith("ValidationException: ")
                .contains("'inputs.1.member.inputParallelism.count'", "less than or equal to 64");
        assertThat(api.first("UpdateApplication", updateOfFirst(1, "{'CountUpdate':0}"))
                        .error())
                .startsWith("ValidationException: ")
                .contains("greater than or equal to 1");
        assertThat(api.second("UpdateApplication", updateOfSecond(1, "{}")).error())
                .startsWith("ValidationException: ")
                .contains("countUpdate' failed to satisfy constraint: Member must not be null");
    }

    private void create(int count, String code) {
        Api.Answer created = api.first(
                "CreateApplication",
                "{'ApplicationName':'app','Inputs':[%s],'ApplicationCode':'%s'}"
                        .formatted(Api.input(",'InputParallelism':{'Count':%d}".formatted(count)), code));
        assertThat(created.status()).as("%s", created).isEqualTo(200);
    }

    private static String updateOfFirst(int version, String parallelism) {
        return ("{'ApplicationName':'app','CurrentApplicationVersionId':%d,'ApplicationUpdate':"
                        + "{'InputUpdates':[{'InputId':'1.1','InputParallelismUpdate':%s}]}}")
                .formatted(version, parallelism);
    }

    private static String updateOfSecond(int version, String parallelism) {
        return ("{'ApplicationName':'app','CurrentApplicationVersionId':%d,'ApplicationConfigurationUpdate':"
                        + "{'SqlApplicationConfigurationUpdate':{'InputUpdates':[{'InputId':'1.1',"
                        + "'InputParallelismUpdate':%s}]}}}")
                .formatted(version, parallelism);
    }

    private JsonNode inputOfFirst() {
        return api.first("DescribeApplication", "{'ApplicationName':'app'}")
                .body()
                .at("/ApplicationDetail/InputDescriptions/0");
    }

    private JsonNode inputOfSecond() {
        return api.second("DescribeApplication", "{'ApplicationName':'app'}")
                .body()
                .at("/ApplicationDetail/ApplicationConfigurationDescription/SqlApplicationConfigurationDescription"
                        + "/InputDescriptions/0");
    }

    private static List<String> names(JsonNode input) {
        List<String> names = new ArrayList<>();
        input.path("InAppStreamNames").forEach(name -> names.add(name.asText()));
        return names;
    }
}
