package dev.penstock.platform.data;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ReadOnlyBufferException;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;

class BytesTest {

    @Test
    void equalContentIsEqual() {
        Bytes one = Bytes.utf8("grün");
        Bytes same = Bytes.copyOf(new byte[] {'g', 'r', (byte) 0xC3, (byte) 0xBC, 'n'});

        assertThat(one).isEqualTo(same).hasSameHashCodeAs(same);
        assertThat(one).isNotEqualTo(Bytes.utf8("rot"));
    }

    @Test
    void copyDoesNotSeeLaterChanges() {
        byte[] source = {1, 2};
        Bytes copy = Bytes.copyOf(source);

        source[0] = 9;

        assertThat(copy.at(0)).isEqualTo((byte) 1);
        assertThat(copy.toArray()).isNotSameAs(copy.toArray()).containsExactly(1, 2);
    }

    @Test
    void copyOfABufferTakesWhatRemains() {
        ByteBuffer buffer = ByteBuffer.wrap(new byte[] {1, 2, 3, 4});
        buffer.position(1).limit(3);

        Bytes copy = Bytes.copyOf(buffer);

        assertThat(copy.toArray()).containsExactly(2, 3);
        assertThat(buffer.hasRemaining()).isFalse();
    }

    @Test
    void emptyIsOneObject() {
        assertThat(Bytes.wrap(new byte[0])).isSameAs(Bytes.EMPTY);
        assertThat(Bytes.EMPTY.isEmpty()).isTrue();
        assertThat(Bytes.EMPTY.length()).isZero();
    }

    @Test
    void viewCannotBeWrittenTo() {
        ByteBuffer view = Bytes.utf8("abc").asByteBuffer();

        assertThatExceptionOfType(ReadOnlyBufferException.class).isThrownBy(() -> view.put((byte) 0));
    }

    @Test
    void malformedUtf8BecomesTheReplacementCharacter() {
        assertThat(Bytes.wrap(new byte[] {'a', (byte) 0xFF}).utf8()).isEqualTo("a\uFFFD");
    }

    @Test
    void readsAsStreamAndBase64() throws IOException {
        Bytes bytes = Bytes.wrap(new byte[] {0, (byte) 0xFF, 16});
        ByteArrayOutputStream target = new ByteArrayOutputStream();

        bytes.writeTo(target);

        assertThat(bytes.base64()).isEqualTo("AP8Q");
        assertThat(target.toByteArray()).isEqualTo(bytes.asStream().readAllBytes());
    }

    @Test
    void partBehavesAsTheSameBytesOfTheirOwn() throws IOException {
        byte[] around = "<grün>".getBytes(StandardCharsets.UTF_8);
        ByteArrayOutputStream written = new ByteArrayOutputStream();

        Bytes part = Bytes.wrap(around, 1, around.length - 2);
        part.writeTo(written);

        Bytes whole = Bytes.utf8("grün");
        assertThat(part).isEqualTo(whole).hasSameHashCodeAs(whole).hasToString("5 bytes");
        assertThat(part.utf8()).isEqualTo("grün");
        assertThat(part.base64()).isEqualTo(whole.base64());
        assertThat(part.at(4)).isEqualTo((byte) 'n');
        assertThat(Bytes.wrap(written.toByteArray())).isEqualTo(whole);
        assertThat(part.asStream().readAllBytes()).isEqualTo(whole.toArray());
        assertThat(part.asByteBuffer()).isEqualTo(whole.asByteBuffer());
        assertThat(part.asByteBuffer().position()).isZero();
    }

    @Test
    void partIsNotCopiedButItsOwnArrayIs() {
        byte[] around = {1, 2, 3, 4};

        Bytes part = Bytes.wrap(around).slice(1, 3).slice(0, 2);

        assertThat(part.array()).isSameAs(around);
        assertThat(part.offset()).isEqualTo(1);
        assertThat(part.shared()).containsExactly(2, 3);
        assertThat(Bytes.wrap(around).shared()).isSameAs(around);
        assertThat(part.slice(2, 0)).isSameAs(Bytes.EMPTY);
    }

    @Test
    void nothingBeyondAPartCanBeReached() {
        Bytes part = Bytes.wrap(new byte[] {1, 2, 3, 4}, 1, 2);

        assertThatExceptionOfType(IndexOutOfBoundsException.class).isThrownBy(() -> part.at(2));
        assertThatExceptionOfType(IndexOutOfBoundsException.class).isThrownBy(() -> part.slice(1, 2));
        assertThatExceptionOfType(IndexOutOfBoundsException.class).isThrownBy(() -> part.slice(-1, 1));
        assertThatExceptionOfType(IndexOutOfBoundsException.class).isThrownBy(() -> Bytes.wrap(new byte[4], 2, 3));
    }

    @Test
    void textFormDoesNotShowThePayload() {
        assertThat(Bytes.utf8("secret")).hasToString("6 bytes");
    }
}
