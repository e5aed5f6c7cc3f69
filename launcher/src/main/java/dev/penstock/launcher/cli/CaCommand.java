package dev.penstock.launcher.cli;

import dev.penstock.broker.Brokers;
import dev.penstock.broker.IdentitySettings;
import dev.penstock.launcher.CaFile;
import dev.penstock.platform.aws.AwsIdentity;
import dev.penstock.platform.time.SystemTime;
import java.io.IOException;
import java.io.PrintWriter;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** Gives out the certificate that devices must trust. */
@Command(
        name = "ca",
        description = {
            "Export the certificate that devices must trust when they connect by TLS.",
            "Asks the running pipeline; when none runs, takes the authority that the next one will have: that of .penstock in"
                    + " your home, or of --data-dir. It is made there when there is none."
        },
        exitCodeListHeading = "Exit code:%n",
        exitCodeList = {"0:well", "2:wrong use, or no pipeline there"},
        mixinStandardHelpOptions = true)
final class CaCommand implements Callable<Integer> {
    private static final Duration PATIENCE = Duration.ofSeconds(10);
    private static final int OK = 200;
    private static final URI USUAL = URI.create("http://127.0.0.1:4566");

    @Option(names = "--data-dir", paramLabel = "DIR", description = "Folder that keeps the authority")
    private @Nullable Path dataDir;

    @Option(names = "--url", description = "Default: http://127.0.0.1:4566")
    private @Nullable URI url;

    @Option(
            names = {"-o", "--out"},
            paramLabel = "FILE",
            description = "Write it here instead of to the screen")
    private @Nullable Path out;

    @Spec
    private CommandSpec spec = CommandSpec.create();

    @Override
    public Integer call() throws InterruptedException {
        String pem = dataDir == null ? current() : kept(dataDir);
        PrintWriter screen = spec.commandLine().getOut();
        if (out == null) {
            screen.print(pem);
        } else {
            write(out, pem);
            screen.println("wrote " + out);
        }
        screen.flush();
        return 0;
    }

    private static String kept(Path folder) {
        try (SystemTime time = new SystemTime()) {
            return Brokers.identities(AwsIdentity.DEFAULT, time, IdentitySettings.DEFAULT.withDataFolder(folder))
                    .caCertificate();
        }
    }

    private String current() throws InterruptedException {
        if (url != null) {
            return asked(url);
        }
        try {
            return asked(USUAL);
        } catch (UserException nobody) {
            return kept(UserFolder.ofThisUser().path());
        }
    }

    private static String asked(URI url) throws InterruptedException {
        HttpRequest request = HttpRequest.newBuilder(url.resolve(CaFile.PATH))
                .timeout(PATIENCE)
                .build();
        try {
            HttpResponse<String> answer =
                    HttpClient.newHttpClient().send(request, HttpResponse.BodyHandlers.ofString());
            if (answer.statusCode() == OK) {
                return answer.body();
            }
            throw new UserException("%s answers %d: %s".formatted(url, answer.statusCode(), answer.body()));
        } catch (IOException unreachable) {
            throw new UserException("no pipeline answers at %s (%s); start one with: penstock up, or give --data-dir"
                    .formatted(url, unreachable));
        }
    }

    private static void write(Path file, String pem) {
        try {
            Files.writeString(file, pem);
        } catch (IOException unwritable) {
            throw new UserException("'%s' cannot be written: %s".formatted(file, unwritable));
        }
    }
}
