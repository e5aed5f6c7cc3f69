package dev.penstock.launcher.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.core.JsonProcessingException;
import dev.penstock.platform.data.Json;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.util.List;
import org.junit.jupiter.api.Test;

class TailReportTest {
    private final StringWriter printed = new StringWriter();

    private List<String> show(boolean json, String... views) throws JsonProcessingException {
        TailReport report = new TailReport(new PrintWriter(printed), json, null);
        for (String view : views) {
            report.show(Json.MAPPER.readTree(
                    "{\"name\":\"app\",\"streams\":[{\"name\":\"IN\",\"shards\":[]},%s]}".formatted(view)));
        }
        return printed.toString().lines().toList();
    }

    @Test
    void newRowsAreShownOnce() throws Exception {
        List<String> lines = show(
                true,
                "{\"name\":\"O\",\"rows\":1,\"newest\":[{\"N\":1}]}",
                "{\"name\":\"O\",\"rows\":2,\"newest\":[{\"N\":1},{\"N\":2}]}");

        assertThat(lines)
                .containsExactly("{\"stream\":\"O\",\"row\":{\"N\":1}}", "{\"stream\":\"O\",\"row\":{\"N\":2}}");
    }

    @Test
    void rowsThatCameAndWentMeanwhileAreCounted() throws Exception {
        String view = "{\"name\":\"O\",\"rows\":9,\"newest\":[{\"N\":8},{\"N\":9}]}";

        assertThat(show(true, view)).first().isEqualTo("{\"stream\":\"O\",\"notKept\":7}");
        assertThat(show(false, view)).element(3).asString().contains("7 earlier rows are not kept");
    }
}
