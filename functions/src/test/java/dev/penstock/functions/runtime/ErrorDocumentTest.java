package dev.penstock.functions.runtime;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ErrorDocumentTest {

    @ParameterizedTest
    @CsvSource({
        "0, Runtime exited without providing a reason",
        "1, Runtime exited with error: exit status 1",
        "128, Runtime exited with error: exit status 128",
        "137, Runtime exited with error: signal: killed",
        "139, Runtime exited with error: signal: segmentation fault (core dumped)",
        "142, Runtime exited with error: signal: alarm clock",
        "200, Runtime exited with error: exit status 200"
    })
    void exitStatusOrSignalIsSaidAsAwsDoes(int status, String reason) {
        assertThat(ErrorDocument.exitReason(status)).isEqualTo(reason);
    }
}
