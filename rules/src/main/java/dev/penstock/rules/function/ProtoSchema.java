package dev.penstock.rules.function;

import com.google.protobuf.AnyProto;
import com.google.protobuf.DescriptorProtos.FileDescriptorProto;
import com.google.protobuf.DescriptorProtos.FileDescriptorSet;
import com.google.protobuf.Descriptors.Descriptor;
import com.google.protobuf.Descriptors.DescriptorValidationException;
import com.google.protobuf.Descriptors.FileDescriptor;
import com.google.protobuf.DurationProto;
import com.google.protobuf.EmptyProto;
import com.google.protobuf.FieldMaskProto;
import com.google.protobuf.InvalidProtocolBufferException;
import com.google.protobuf.StructProto;
import com.google.protobuf.TimestampProto;
import com.google.protobuf.WrappersProto;
import com.google.protobuf.util.JsonFormat.TypeRegistry;
import dev.penstock.platform.aws.AwsException;
import dev.penstock.platform.data.Bytes;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The message types of one FileDescriptorSet, as {@code protoc --descriptor_set_out} writes it. Immutable. */
final class ProtoSchema {
    private static final int MAX_BYTES = 32 * 1024;
    private static final int MAX_IMPORT_DEPTH = 100;
    private static final String EXTENSION = ".proto";
    /** What a set may import without containing it. */
    private static final List<FileDescriptor> WELL_KNOWN = List.of(
            AnyProto.getDescriptor(),
            DurationProto.getDescriptor(),
            EmptyProto.getDescriptor(),
            FieldMaskProto.getDescriptor(),
            StructProto.getDescriptor(),
            TimestampProto.getDescriptor(),
            WrappersProto.getDescriptor());

    private final Map<String, FileDescriptor> files;
    private final TypeRegistry types;

    private ProtoSchema(Map<String, FileDescriptor> files) {
        this.files = files;
        TypeRegistry.Builder builder = TypeRegistry.newBuilder();
        files.values().forEach(file -> builder.add(file.getMessageTypes()));
        types = builder.build();
    }

    /** @throws AwsException when it is too large or no descriptor set */
    static ProtoSchema read(Bytes content) {
        if (content.length() > MAX_BYTES) {
            throw failure("the descriptor has %d bytes, at most %d are read".formatted(content.length(), MAX_BYTES));
        }
        try {
            Map<String, FileDescriptorProto> sources = new LinkedHashMap<>();
            FileDescriptorSet.parseFrom(content.shared())
                    .getFileList()
                    .forEach(source -> sources.put(source.getName(), source));
            Map<String, FileDescriptor> files = new LinkedHashMap<>();
            for (String name : sources.keySet()) {
                link(name, sources, files, 0);
            }
            return new ProtoSchema(files);
        } catch (InvalidProtocolBufferException | DescriptorValidationException broken) {
            throw failure("the object is no descriptor set, as protoc --include_imports --descriptor_set_out makes it: "
                    + broken.getMessage());
        }
    }

    private static FileDescriptor link(
            String name, Map<String, FileDescriptorProto> sources, Map<String, FileDescriptor> files, int depth)
            throws DescriptorValidationException {
        FileDescriptor known = files.get(name);
        if (known != null) {
            return known;
        }
        FileDescriptorProto source = sources.get(name);
        if (source == null) {
            return wellKnown(name);
        }
        if (depth > MAX_IMPORT_DEPTH) {
            throw failure("the imports of %s are circular or too deep".formatted(name));
        }
        List<FileDescriptor> imports = new ArrayList<>();
        for (String imported : source.getDependencyList()) {
            imports.add(link(imported, sources, files, depth + 1));
        }
        FileDescriptor file = FileDescriptor.buildFrom(source, imports.toArray(new FileDescriptor[0]));
        files.put(name, file);
        return file;
    }

    private static FileDescriptor wellKnown(String name) {
        return WELL_KNOWN.stream()
                .filter(file -> file.getName().equals(name))
                .findFirst()
                .orElseThrow(() -> failure(
                        "the descriptor lacks the import %s: make it with protoc --include_imports".formatted(name)));
    }

    /**
     * One message type.
     *
     * @param protoName name of the .proto file without extension
     * @param messageType name in that file, with or without its package
     * @throws AwsException when there is no such file or type
     */
    Descriptor type(String protoName, String messageType) {
        List<String> there = new ArrayList<>();
        for (FileDescriptor file : files.values()) {
            if (isNamed(file, protoName)) {
                Descriptor found = find(file.getMessageTypes(), file.getPackage(), messageType);
                if (found != null) {
                    return found;
                }
                file.getMessageTypes().forEach(type -> there.add(type.getFullName()));
            }
        }
        throw failure(
                there.isEmpty()
                        ? "the descriptor has no file %s.proto, only %s".formatted(protoName, files.keySet())
                        : "%s.proto has no message type %s, only %s".formatted(protoName, messageType, there));
    }

    /** All types, for messages of type Any. */
    TypeRegistry types() {
        return types;
    }

    private static boolean isNamed(FileDescriptor file, String protoName) {
        String wanted = protoName.endsWith(EXTENSION) ? protoName : protoName + EXTENSION;
        return file.getName().equals(wanted) || file.getName().endsWith("/" + wanted);
    }

    private static @Nullable Descriptor find(List<Descriptor> types, String scope, String wanted) {
        for (Descriptor type : types) {
            String full = type.getFullName();
            String local = scope.isEmpty() ? full : full.substring(scope.length() + 1);
            if (full.equals(wanted) || local.equals(wanted)) {
                return type;
            }
            Descriptor nested = find(type.getNestedTypes(), scope, wanted);
            if (nested != null) {
                return nested;
            }
        }
        return null;
    }

    static AwsException failure(String message) {
        return new AwsException("InvalidRequestException", 400, message);
    }
}
