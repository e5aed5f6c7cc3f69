package dev.penstock.rules.function;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.google.protobuf.ByteString;
import com.google.protobuf.DescriptorProtos.DescriptorProto;
import com.google.protobuf.DescriptorProtos.EnumDescriptorProto;
import com.google.protobuf.DescriptorProtos.EnumValueDescriptorProto;
import com.google.protobuf.DescriptorProtos.FieldDescriptorProto;
import com.google.protobuf.DescriptorProtos.FileDescriptorProto;
import com.google.protobuf.DescriptorProtos.FileDescriptorSet;
import com.google.protobuf.Descriptors.Descriptor;
import com.google.protobuf.DynamicMessage;
import com.google.protobuf.Timestamp;
import dev.penstock.platform.aws.AwsException;
import dev.penstock.platform.data.Bytes;
import dev.penstock.platform.time.TestTime;
import dev.penstock.rules.ExternalServices;
import dev.penstock.rules.eval.MessageInput;
import dev.penstock.rules.eval.Outcome;
import dev.penstock.rules.eval.Payload;
import dev.penstock.rules.eval.Program;
import dev.penstock.rules.eval.RuleCompiler;
import dev.penstock.rules.sql.RuleSql;
import dev.penstock.rules.sql.SqlVersion;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;

/** Descriptor sets with packages, imports and every kind of field, as protoc writes them. */
class ProtoSchemaTest {
    private static final FileDescriptorProto UNIT = FileDescriptorProto.newBuilder()
            .setName("shared/unit.proto")
            .setPackage("plant")
            .setSyntax("proto3")
            .addEnumType(EnumDescriptorProto.newBuilder()
                    .setName("Unit")
                    .addValue(EnumValueDescriptorProto.newBuilder()
                            .setName("NONE")
                            .setNumber(0))
                    .addValue(
                            EnumValueDescriptorProto.newBuilder().setName("BAR").setNumber(1)))
            .build();
    private static final FileDescriptorProto READING = FileDescriptorProto.newBuilder()
            .setName("plant/reading.proto")
            .setPackage("plant")
            .setSyntax("proto3")
            .addDependency("shared/unit.proto")
            .addDependency("google/protobuf/timestamp.proto")
            .addMessageType(DescriptorProto.newBuilder()
                    .setName("Reading")
                    .addField(field("value", 1, FieldDescriptorProto.Type.TYPE_DOUBLE))
                    .addField(field("unit", 2, FieldDescriptorProto.Type.TYPE_ENUM)
                            .setTypeName(".plant.Unit"))
                    .addField(field("taken_at", 3, FieldDescriptorProto.Type.TYPE_MESSAGE)
                            .setTypeName(".google.protobuf.Timestamp")
                            .setJsonName("takenAt"))
                    .addField(field("raw", 4, FieldDescriptorProto.Type.TYPE_BYTES))
                    .addField(field("total", 5, FieldDescriptorProto.Type.TYPE_INT64))
                    .addField(field("parts", 6, FieldDescriptorProto.Type.TYPE_MESSAGE)
                            .setTypeName(".plant.Reading.Part")
                            .setLabel(FieldDescriptorProto.Label.LABEL_REPEATED))
                    .addNestedType(DescriptorProto.newBuilder()
                            .setName("Part")
                            .addField(field("n", 1, FieldDescriptorProto.Type.TYPE_INT32))))
            .build();
    private static final Bytes SET =
            bytes(FileDescriptorSet.newBuilder().addFile(READING).addFile(UNIT).build());

    @Test
    void everyKindOfFieldBecomesTheJsonOfProtobuf() {
        Outcome outcome = decode(reading(), "reading", "Reading");

        assertThat(outcome.output().utf8())
                .isEqualTo("{\"value\":2.5,\"unit\":\"BAR\",\"takenAt\":\"1970-01-01T00:00:01Z\",\"raw\":\"AQI=\","
                        + "\"total\":\"7\",\"parts\":[{\"n\":3}]}");
    }

    @Test
    void typeIsFoundByItsFullNameAndInsideAnother() {
        ProtoSchema schema = ProtoSchema.read(SET);

        assertThat(schema.type("reading", "plant.Reading").getFullName()).isEqualTo("plant.Reading");
        assertThat(schema.type("plant/reading", "Reading.Part").getFullName()).isEqualTo("plant.Reading.Part");
        assertThat(schema.type("reading.proto", "Reading").getFullName()).isEqualTo("plant.Reading");
    }

    @Test
    void missingFileOrTypeIsNamedWithWhatThereIs() {
        ProtoSchema schema = ProtoSchema.read(SET);

        assertThatThrownBy(() -> schema.type("other", "Reading"))
                .isInstanceOf(AwsException.class)
                .hasMessage("the descriptor has no file other.proto, only [shared/unit.proto, plant/reading.proto]");
        assertThatThrownBy(() -> schema.type("reading", "Other"))
                .hasMessage("reading.proto has no message type Other, only [plant.Reading]");
    }

    @Test
    void setWithoutItsImportsSaysHowToMakeIt() {
        Bytes lonely = bytes(FileDescriptorSet.newBuilder().addFile(READING).build());

        assertThatThrownBy(() -> ProtoSchema.read(lonely))
                .hasMessage("the descriptor lacks the import shared/unit.proto: make it with protoc --include_imports");
    }

    @Test
    void bytesThatAreNoSetAreRefused() {
        assertThatThrownBy(() -> ProtoSchema.read(Bytes.utf8("syntax = \"proto3\";")))
                .isInstanceOf(AwsException.class)
                .hasMessageStartingWith("the object is no descriptor set, as protoc");
    }

    @Test
    void circularImportsAreRefused() {
        Bytes circular = bytes(FileDescriptorSet.newBuilder()
                .addFile(FileDescriptorProto.newBuilder().setName("a").addDependency("b"))
                .addFile(FileDescriptorProto.newBuilder().setName("b").addDependency("a"))
                .build());

        assertThatThrownBy(() -> ProtoSchema.read(circular)).hasMessageContaining("circular or too deep");
    }

    private static Bytes reading() {
        Descriptor type = ProtoSchema.read(SET).type("reading", "Reading");
        Descriptor part = type.findNestedTypeByName("Part");
        return Bytes.wrap(DynamicMessage.newBuilder(type)
                .setField(type.findFieldByName("value"), 2.5)
                .setField(
                        type.findFieldByName("unit"),
                        type.findFieldByName("unit").getEnumType().findValueByName("BAR"))
                .setField(
                        type.findFieldByName("taken_at"),
                        Timestamp.newBuilder().setSeconds(1).build())
                .setField(type.findFieldByName("raw"), ByteString.copyFrom(new byte[] {1, 2}))
                .setField(type.findFieldByName("total"), 7L)
                .addRepeatedField(
                        type.findFieldByName("parts"),
                        DynamicMessage.newBuilder(part)
                                .setField(part.findFieldByName("n"), 3)
                                .build())
                .build()
                .toByteArray());
    }

    private static Outcome decode(Bytes message, String file, String type) {
        FunctionRegistry functions = new FunctionRegistry(
                ExternalServices.NONE.withObjects((bucket, key) -> CompletableFuture.completedFuture(SET)),
                TestTime.at("2026-01-01T00:00:00Z"));
        String sql = "SELECT VALUE decode(*, 'proto', 'b', 'k', '%s', '%s') FROM 't'".formatted(file, type);
        Program program = new RuleCompiler(functions).compile(RuleSql.parse(sql, SqlVersion.V2016, functions));
        MessageInput input = new MessageInput("t", new Payload(message), "c", 0, "000000000000", "trace", 7);
        return program.run(program.begin(input, "r"));
    }

    private static FieldDescriptorProto.Builder field(String name, int number, FieldDescriptorProto.Type type) {
        return FieldDescriptorProto.newBuilder()
                .setName(name)
                .setNumber(number)
                .setType(type)
                .setLabel(FieldDescriptorProto.Label.LABEL_OPTIONAL);
    }

    private static Bytes bytes(FileDescriptorSet set) {
        return Bytes.wrap(set.toByteArray());
    }
}
