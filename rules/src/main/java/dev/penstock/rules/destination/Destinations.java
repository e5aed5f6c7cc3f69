package dev.penstock.rules.destination;

import dev.penstock.platform.aws.AwsException;
import dev.penstock.platform.aws.AwsIdentity;
import dev.penstock.platform.time.Time;
import dev.penstock.rules.RuleSettings.Http;
import dev.penstock.rules.destination.Destination.Status;
import java.net.URI;
import java.security.SecureRandom;
import java.util.Base64;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.CompletionException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The topic rule destinations for HTTP. A new one is {@code IN_PROGRESS}: a request to confirm it is sent to its
 * confirmation URL, and the token in there makes it {@code ENABLED}. With automatic confirmation it is {@code ENABLED} at
 * once and no request is sent. Guarded by {@code lock}.
 * Source: AWS IoT Core developer guide, HTTP action destinations; AWS IoT API reference, UpdateTopicRuleDestination.
 */
public final class Destinations {
    private static final Logger log = LoggerFactory.getLogger(Destinations.class);
    private static final int MAX_DESTINATIONS = 1000;
    private static final int TOKEN_BYTES = 96;

    private final Object lock = new Object();
    private final AwsIdentity identity;
    private final Time time;
    private final Http settings;
    private final Challenge challenge;
    private final SecureRandom random = new SecureRandom();
    /** By ARN, in the order of their creation. */
    private final Map<String, Known> byArn = new LinkedHashMap<>();

    private record Known(Destination destination, String token) {}

    public Destinations(AwsIdentity identity, Time time, Http settings, Challenge challenge) {
        this.identity = identity;
        this.time = time;
        this.settings = settings;
        this.challenge = challenge;
    }

    /**
     * Creates a destination and asks for its confirmation.
     *
     * @throws AwsException ResourceAlreadyExistsException when there is one with this URL; InvalidRequestException when the
     *     URL cannot be used
     */
    public Destination create(String confirmationUrl) {
        challenge.check(confirmationUrl);
        Known created;
        synchronized (lock) {
            with(confirmationUrl).ifPresent(known -> {
                throw alreadyExists(known.destination());
            });
            if (byArn.size() >= MAX_DESTINATIONS) {
                throw new AwsException(
                        "LimitExceededException", 410, "there are %d destinations already".formatted(MAX_DESTINATIONS));
            }
            Destination destination = new Destination(
                    identity.arn("iot", "ruledestination/http/" + UUID.randomUUID())
                            .toString(),
                    settings.confirmAutomatically() ? Status.ENABLED : Status.IN_PROGRESS,
                    time.now(),
                    time.now(),
                    "",
                    confirmationUrl);
            created = new Known(destination, token());
            byArn.put(destination.arn(), created);
        }
        ask(created);
        return created.destination();
    }

    /** The destination for this URL, which is created when there is none. Errors as for {@link #create}. */
    public Destination ensure(String confirmationUrl) {
        synchronized (lock) {
            Optional<Known> known = with(confirmationUrl);
            if (known.isPresent()) {
                return known.get().destination();
            }
        }
        try {
            return create(confirmationUrl);
        } catch (AwsException raced) {
            synchronized (lock) {
                return with(confirmationUrl).map(Known::destination).orElseThrow(() -> raced);
            }
        }
    }

    /** @throws AwsException ResourceNotFoundException */
    public Destination get(String arn) {
        synchronized (lock) {
            return known(arn).destination();
        }
    }

    /** All, oldest first. */
    public List<Destination> list() {
        synchronized (lock) {
            return byArn.values().stream().map(Known::destination).toList();
        }
    }

    /**
     * Changes the status: {@code ENABLED} and {@code DISABLED} of one that is confirmed, {@code IN_PROGRESS} to ask for the
     * confirmation again.
     *
     * @throws AwsException ResourceNotFoundException; InvalidRequestException for what is not allowed
     */
    public void update(String arn, String status) {
        Known changed;
        synchronized (lock) {
            Known known = known(arn);
            Status wanted = wanted(status);
            Status now = known.destination().status();
            if (wanted != Status.IN_PROGRESS && now != Status.ENABLED && now != Status.DISABLED) {
                throw invalid("destination %s is %s: it must be confirmed before it can be %s; %s"
                        .formatted(arn, now, wanted, howToConfirm(known)));
            }
            changed = new Known(
                    known.destination().with(wanted, "", time.now()),
                    wanted == Status.IN_PROGRESS ? token() : known.token());
            byArn.put(arn, changed);
        }
        if (changed.destination().status() == Status.IN_PROGRESS) {
            ask(changed);
        }
    }

    /** Nothing happens when there is none. */
    public void delete(String arn) {
        synchronized (lock) {
            byArn.remove(arn);
        }
    }

    /** Confirms the destination that a token belongs to. @throws AwsException InvalidRequestException */
    public void confirm(String token) {
        synchronized (lock) {
            Known known = byArn.values().stream()
                    .filter(one -> one.token().equals(token))
                    .findFirst()
                    .orElseThrow(() -> invalid("there is no destination for this confirmation token"));
            Status now = known.destination().status();
            if (now == Status.IN_PROGRESS || now == Status.ERROR) {
                enabled(known);
            }
        }
    }

    /**
     * What keeps traffic from a URL, with what to do about it; empty when it is let through.
     *
     * @param url with host, all templates filled in
     */
    public Optional<String> obstacle(URI url) {
        synchronized (lock) {
            Optional<Known> match = byArn.values().stream()
                    .filter(known -> covers(known.destination().confirmationUrl(), url))
                    .max(Comparator.comparingInt(
                            known -> known.destination().confirmationUrl().length()));
            if (match.isEmpty()) {
                return Optional.of("there is no topic rule destination for it; create one with aws iot"
                        + " create-topic-rule-destination --destination-configuration"
                        + " httpUrlConfiguration={confirmationUrl=%s://%s}"
                                .formatted(url.getScheme(), url.getAuthority()));
            }
            Destination destination = match.get().destination();
            return switch (destination.status()) {
                case ENABLED -> Optional.empty();
                case DISABLED ->
                    Optional.of("its topic rule destination is DISABLED; enable it with"
                            + " aws iot update-topic-rule-destination --status ENABLED --arn " + destination.arn());
                case IN_PROGRESS ->
                    Optional.of("its topic rule destination is not confirmed yet (IN_PROGRESS); "
                            + howToConfirm(match.get()));
                case ERROR ->
                    Optional.of("its topic rule destination could not be confirmed (%s); %s"
                            .formatted(destination.statusReason(), howToConfirm(match.get())));
            };
        }
    }

    private void ask(Known known) {
        if (settings.confirmAutomatically()) {
            synchronized (lock) {
                enabled(known);
            }
            return;
        }
        Destination destination = known.destination();
        challenge.send(destination, known.token(), enableUrl(known)).whenComplete((done, failure) -> {
            if (failure != null) {
                notDelivered(known, failure);
            }
        });
    }

    private void notDelivered(Known asked, Throwable failure) {
        Throwable cause =
                failure instanceof CompletionException && failure.getCause() != null ? failure.getCause() : failure;
        String reason = cause.getMessage() == null ? cause.toString() : cause.getMessage();
        synchronized (lock) {
            Known now = byArn.get(asked.destination().arn());
            if (now == null
                    || !now.token().equals(asked.token())
                    || now.destination().status() != Status.IN_PROGRESS) {
                return;
            }
            byArn.put(
                    now.destination().arn(),
                    new Known(now.destination().with(Status.ERROR, reason, time.now()), now.token()));
        }
        log.warn(
                "the request to confirm {} could not be delivered: {}; {}",
                asked.destination().confirmationUrl(),
                reason,
                howToConfirm(asked));
    }

    private void enabled(Known known) {
        byArn.put(
                known.destination().arn(),
                new Known(known.destination().with(Status.ENABLED, "", time.now()), known.token()));
    }

    private String howToConfirm(Known known) {
        return "confirm it with: curl %s (or set rules.http.confirmation: automatic in penstock.yaml)"
                .formatted(enableUrl(known));
    }

    private URI enableUrl(Known known) {
        return settings.api().resolve("/confirmdestination/" + known.token());
    }

    private Optional<Known> with(String confirmationUrl) {
        return byArn.values().stream()
                .filter(known -> known.destination().confirmationUrl().equals(confirmationUrl))
                .findFirst();
    }

    private Known known(String arn) {
        Known known = byArn.get(arn);
        if (known == null) {
            throw new AwsException("ResourceNotFoundException", 404, "there is no destination %s".formatted(arn));
        }
        return known;
    }

    /** A prefix, and of the same server: {@code http://a.example} does not cover {@code http://a.example.org}. */
    private static boolean covers(String confirmationUrl, URI url) {
        URI confirmed = URI.create(confirmationUrl);
        return url.toString().startsWith(confirmationUrl)
                && String.valueOf(url.getAuthority()).equals(confirmed.getAuthority());
    }

    private static Status wanted(String status) {
        for (Status one : List.of(Status.ENABLED, Status.DISABLED, Status.IN_PROGRESS)) {
            if (one.name().equals(status.toUpperCase(Locale.ROOT))) {
                return one;
            }
        }
        throw invalid("status '%s' cannot be set; allowed are ENABLED, DISABLED, IN_PROGRESS".formatted(status));
    }

    /** Letters that need no escape in a URL. */
    private String token() {
        byte[] bytes = new byte[TOKEN_BYTES];
        random.nextBytes(bytes);
        return Base64.getUrlEncoder().withoutPadding().encodeToString(bytes);
    }

    private AwsException alreadyExists(Destination destination) {
        return new AwsException(
                        "ResourceAlreadyExistsException",
                        409,
                        "there is a destination with the confirmation URL %s already"
                                .formatted(destination.confirmationUrl()))
                .with(
                        "resourceId",
                        destination.arn().substring(destination.arn().lastIndexOf('/') + 1))
                .with("resourceArn", destination.arn());
    }

    private static AwsException invalid(String message) {
        return new AwsException("InvalidRequestException", 400, message);
    }
}
