package dev.penstock.platform.data;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ReadOnlyBufferException;
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
    void textFormDoesNotShowThePayload() {
        assertThat(Bytes.utf8("secret")).hasToString("6 bytes");
    }
}
