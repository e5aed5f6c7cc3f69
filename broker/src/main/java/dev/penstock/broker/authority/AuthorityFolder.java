package dev.penstock.broker.authority;

import dev.penstock.platform.lifecycle.StartException;
import java.io.IOException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.PrivateKey;
import java.security.cert.X509Certificate;
import java.util.Optional;
import java.util.function.Supplier;
import org.bouncycastle.util.io.pem.PemObject;

/**
 * Keeps the authority in {@code ca.key}, which has the key and the certificate, so that they appear together or not at
 * all; {@code ca.pem} is the certificate once more, for those who may not see the key. When two pipelines make one at the
 * same time, the one whose file is there first counts for both.
 */
final class AuthorityFolder implements AuthorityStore {
    private static final String OWNER_ONLY = "rw-------";

    private final Path folder;

    AuthorityFolder(Path folder) {
        this.folder = folder;
    }

    @Override
    public AuthorityKeys loadOrKeep(Supplier<AuthorityKeys> made) {
        Path file = folder.resolve("ca.key");
        try {
            Files.createDirectories(folder);
            if (!Files.exists(file)) {
                keep(file, made.get());
            }
            AuthorityKeys kept = load(file);
            Files.writeString(folder.resolve("ca.pem"), Pem.write(kept.certificate()));
            return kept;
        } catch (IOException unusable) {
            throw new StartException(
                    "The certificate authority cannot be kept in '%s': %s; give a folder that can be written, or none"
                            .formatted(folder, unusable),
                    unusable);
        }
    }

    private static AuthorityKeys load(Path file) throws IOException {
        String text = Files.readString(file);
        Optional<X509Certificate> certificate = Pem.certificate(text);
        Optional<PrivateKey> key = Pem.key(text);
        if (certificate.isEmpty() || key.isEmpty()) {
            throw new StartException(
                    "'%s' must have a private key and its certificate in PEM form; put it back, or delete it for a new authority, which devices must then be told to trust"
                            .formatted(file));
        }
        return new AuthorityKeys(key.get(), certificate.get());
    }

    /** Readable by nobody else from its first byte on. */
    private void keep(Path file, AuthorityKeys made) throws IOException {
        Path fresh = folder.getFileSystem().supportedFileAttributeViews().contains("posix")
                ? Files.createTempFile(
                        folder,
                        "ca",
                        ".new",
                        PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString(OWNER_ONLY)))
                : Files.createTempFile(folder, "ca", ".new");
        try {
            Files.writeString(
                    fresh,
                    Pem.write(new PemObject("PRIVATE KEY", made.key().getEncoded())) + Pem.write(made.certificate()));
            Files.createLink(file, fresh);
        } catch (FileAlreadyExistsException another) {
            // made by another pipeline in this moment; that one is read
        } catch (UnsupportedOperationException noLinks) {
            Files.move(fresh, file);
        } finally {
            Files.deleteIfExists(fresh);
        }
    }
}
