package dev.penstock.prover;

import java.io.BufferedInputStream;
import java.io.BufferedOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.EOFException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;

/** Records of one stream in a file: each its length in bytes, 4 bytes, then its content. */
final class RecordFile {
    private static final String OUTPUT = ".out";

    private RecordFile() {}

    /** What is fed to a table that reads a stream. */
    static Path input(Path folder, String stream) {
        return folder.resolve(stream + ".in");
    }

    /** A new file for what one of the statements that fill a stream sends. */
    static Path newOutput(Path folder, String stream) throws IOException {
        return Files.createTempFile(folder, stream + ".", OUTPUT);
    }

    /** What was sent, by stream. */
    static Map<String, List<byte[]>> outputs(Path folder) throws IOException {
        Map<String, List<byte[]>> outputs = new TreeMap<>();
        try (Stream<Path> files = Files.list(folder)) {
            for (Path file : files.sorted().toList()) {
                String name = file.getFileName().toString();
                if (name.endsWith(OUTPUT)) {
                    String stream = name.substring(0, name.lastIndexOf('.', name.length() - OUTPUT.length() - 1));
                    outputs.computeIfAbsent(stream, key -> new ArrayList<>()).addAll(read(file));
                }
            }
        }
        return outputs;
    }

    static void write(Path file, List<byte[]> records) throws IOException {
        try (Writer writer = new Writer(file)) {
            for (byte[] each : records) {
                writer.add(each);
            }
        }
    }

    static List<byte[]> read(Path file) throws IOException {
        List<byte[]> records = new ArrayList<>();
        try (DataInputStream in = new DataInputStream(new BufferedInputStream(Files.newInputStream(file)))) {
            while (true) {
                byte[] content = new byte[in.readInt()];
                in.readFully(content);
                records.add(content);
            }
        } catch (EOFException end) {
            return records;
        }
    }

    /** Adds records to a new file. */
    static final class Writer implements AutoCloseable {
        private final DataOutputStream out;

        Writer(Path file) throws IOException {
            out = new DataOutputStream(new BufferedOutputStream(Files.newOutputStream(file)));
        }

        void add(byte[] content) throws IOException {
            out.writeInt(content.length);
            out.write(content);
        }

        @Override
        public void close() throws IOException {
            out.close();
        }
    }
}
