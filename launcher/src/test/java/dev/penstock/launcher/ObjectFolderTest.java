package dev.penstock.launcher;

import static org.assertj.core.api.Assertions.assertThat;

import dev.penstock.platform.aws.AwsException;
import dev.penstock.platform.data.Bytes;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ObjectFolderTest {
    @TempDir
    private Path parent;

    private Path folder;

    @BeforeEach
    void putObject() throws IOException {
        folder = Files.createDirectories(parent.resolve("s3"));
        Files.writeString(Files.createDirectories(folder.resolve("bucket/deep")).resolve("key.bin"), "content");
        Files.writeString(parent.resolve("outside"), "not yours");
    }

    @Test
    void objectIsTheFileBelowItsBucket() {
        assertThat(new ObjectFolder(folder).object("bucket", "deep/key.bin"))
                .succeedsWithin(Duration.ZERO)
                .isEqualTo(Bytes.utf8("content"));
    }

    @ParameterizedTest(name = "{0} {1} -> {2}")
    @CsvSource({
        "other, key, NoSuchBucket",
        "bucket, key, NoSuchKey",
        "bucket, deep, NoSuchKey",
        "bucket, ../../outside, ValidationException",
        ".., outside, ValidationException",
        "bucket, /etc/hosts, ValidationException"
    })
    void whatIsNotThereIsRefused(String bucket, String key, String code) {
        assertThat(new ObjectFolder(folder).object(bucket, key))
                .failsWithin(Duration.ZERO)
                .withThrowableThat()
                .havingCause()
                .isInstanceOfSatisfying(
                        AwsException.class,
                        refusal -> assertThat(refusal.code()).isEqualTo(code));
    }
}
