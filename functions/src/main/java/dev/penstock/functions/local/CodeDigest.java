package dev.penstock.functions.local;

import dev.penstock.platform.lifecycle.StartException;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.DigestInputStream;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Base64;
import java.util.stream.Stream;

/**
 * What Lambda tells of the code of a function. DIFFERS: of a folder the hash is over names, sizes and times of change of
 * its files, for there is no zip.
 *
 * @param sha256 Base64
 * @param size bytes of the zip, or of all files of the folder
 */
record CodeDigest(String sha256, long size) {

    static CodeDigest of(Path code) {
        try {
            MessageDigest digest = MessageDigest.getInstance("SHA-256");
            long size = Files.isDirectory(code) ? ofFolder(code, digest) : ofArchive(code, digest);
            return new CodeDigest(Base64.getEncoder().encodeToString(digest.digest()), size);
        } catch (NoSuchAlgorithmException impossible) {
            throw new IllegalStateException(impossible);
        } catch (IOException unreadable) {
            throw new StartException("the code %s cannot be read: %s".formatted(code, unreadable), unreadable);
        }
    }

    private static long ofArchive(Path archive, MessageDigest digest) throws IOException {
        try (InputStream content = new DigestInputStream(Files.newInputStream(archive), digest)) {
            return content.transferTo(OutputStream.nullOutputStream());
        }
    }

    private static long ofFolder(Path folder, MessageDigest digest) throws IOException {
        long size = 0;
        try (Stream<Path> tree = Files.walk(folder)) {
            for (Path file : tree.filter(Files::isRegularFile).sorted().toList()) {
                long length = Files.size(file);
                size += length;
                String line = "%s %d %s\n".formatted(folder.relativize(file), length, Files.getLastModifiedTime(file));
                digest.update(line.getBytes(StandardCharsets.UTF_8));
            }
        }
        return size;
    }
}
