package dev.penstock.rules.destination;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.penstock.platform.aws.AwsException;
import dev.penstock.platform.aws.AwsIdentity;
import dev.penstock.platform.time.TestTime;
import dev.penstock.rules.RuleSettings.Http;
import dev.penstock.rules.destination.Destination.Status;
import java.net.URI;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import org.junit.jupiter.api.Test;

class DestinationsTest {
    private final TestTime time = TestTime.at("2026-01-01T00:00:00Z");
    private final Endpoint endpoint = new Endpoint();
    private final Destinations destinations = new Destinations(AwsIdentity.DEFAULT, time, Http.DEFAULT, endpoint);

    @Test
    void tokenEnables() {
        Destination created = destinations.create("https://a.example/hook");
        time.advance(Duration.ofSeconds(5));

        destinations.confirm(endpoint.tokens.get(0));

        Destination confirmed = destinations.get(created.arn());
        assertThat(created.status()).isEqualTo(Status.IN_PROGRESS);
        assertThat(confirmed.status()).isEqualTo(Status.ENABLED);
        assertThat(confirmed.createdAt()).isEqualTo(created.createdAt());
        assertThat(confirmed.lastUpdatedAt()).isEqualTo(time.now());
        assertThat(destinations.list()).containsExactly(confirmed);
    }

    @Test
    void wrongTokenIsRefused() {
        destinations.create("https://a.example/hook");

        assertThatThrownBy(() -> destinations.confirm("x"))
                .isInstanceOfSatisfying(
                        AwsException.class, error -> assertThat(error.code()).isEqualTo("InvalidRequestException"));
    }

    @Test
    void newChallengeMakesTheOldTokenWorthless() {
        String arn = destinations.create("https://a.example/hook").arn();

        destinations.update(arn, "IN_PROGRESS");

        assertThat(endpoint.tokens).hasSize(2).doesNotHaveDuplicates();
        assertThatThrownBy(() -> destinations.confirm(endpoint.tokens.get(0))).isInstanceOf(AwsException.class);
        destinations.confirm(endpoint.tokens.get(1));
        assertThat(destinations.get(arn).status()).isEqualTo(Status.ENABLED);
    }

    @Test
    void onlyWhatIsConfirmedCanBeSwitched() {
        String arn = destinations.create("https://a.example/hook").arn();

        assertThatThrownBy(() -> destinations.update(arn, "ENABLED"))
                .hasMessageContaining(
                        "is IN_PROGRESS: it must be confirmed before it can be ENABLED; confirm it with: curl"
                                + " http://127.0.0.1:4566/confirmdestination/" + endpoint.tokens.get(0));
        destinations.confirm(endpoint.tokens.get(0));
        destinations.update(arn, "DISABLED");

        assertThat(destinations.obstacle(URI.create("https://a.example/hook")))
                .hasValueSatisfying(text -> assertThat(text).contains("is DISABLED; enable it with aws iot"));
        destinations.update(arn, "ENABLED");
        assertThat(destinations.obstacle(URI.create("https://a.example/hook"))).isEmpty();
        assertThatThrownBy(() -> destinations.update(arn, "DELETING")).hasMessageContaining("cannot be set");
    }

    @Test
    void lateFailureOfTheChallengeDoesNotUndoTheConfirmation() {
        endpoint.answer = new CompletableFuture<>();
        String arn = destinations.create("https://a.example/hook").arn();

        destinations.confirm(endpoint.tokens.get(0));
        endpoint.answer.completeExceptionally(new IllegalStateException("late"));

        assertThat(destinations.get(arn).status()).isEqualTo(Status.ENABLED);
    }

    @Test
    void confirmationUrlCoversWhatBeginsWithItOnTheSameServer() {
        destinations.create("https://a.example");
        destinations.confirm(endpoint.tokens.get(0));

        assertThat(destinations.obstacle(URI.create("https://a.example/x?y"))).isEmpty();
        assertThat(destinations.obstacle(URI.create("https://a.example.org/x"))).isPresent();
        assertThat(destinations.obstacle(URI.create("http://a.example/x"))).isPresent();
    }

    @Test
    void longestConfirmationUrlDecides() {
        destinations.create("https://a.example/");
        destinations.confirm(endpoint.tokens.get(0));
        destinations.create("https://a.example/hook");

        assertThat(destinations.obstacle(URI.create("https://a.example/hook/1")))
                .isPresent();
        assertThat(destinations.obstacle(URI.create("https://a.example/other"))).isEmpty();
    }

    @Test
    void sameUrlTwiceIsRefusedAndEnsureFindsTheFirst() {
        Destination first = destinations.create("https://a.example/hook");

        assertThatThrownBy(() -> destinations.create("https://a.example/hook"))
                .isInstanceOfSatisfying(AwsException.class, error -> {
                    assertThat(error.code()).isEqualTo("ResourceAlreadyExistsException");
                    assertThat(error.members()).containsEntry("resourceArn", first.arn());
                });
        assertThat(destinations.ensure("https://a.example/hook")).isEqualTo(first);
    }

    @Test
    void deletedOneIsGone() {
        String arn = destinations.create("https://a.example/hook").arn();

        destinations.delete(arn);
        destinations.delete(arn);

        assertThatThrownBy(() -> destinations.get(arn)).hasMessageContaining("there is no destination " + arn);
        assertThat(destinations.list()).isEmpty();
    }

    /** Takes challenges and answers them as it is told. */
    private static final class Endpoint implements Challenge {
        private final List<String> tokens = new ArrayList<>();
        private CompletableFuture<Void> answer = CompletableFuture.completedFuture(null);

        @Override
        public void check(String confirmationUrl) {}

        @Override
        public CompletionStage<Void> send(Destination destination, String token, URI enableUrl) {
            tokens.add(token);
            return answer;
        }
    }
}
