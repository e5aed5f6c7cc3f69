package dev.penstock.broker.explain;

import dev.penstock.broker.policy.Action;
import dev.penstock.broker.policy.Decision;
import dev.penstock.broker.policy.StatementTrace;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** What a person may do about a refusal: the mistakes that are made most often, first. */
final class Advice {
    private static final String TOPIC = ":topic/";
    private static final String FILTER = ":topicfilter/";
    private static final int ACCOUNT_END = 5;
    private static final Set<Action> TOPICS = Set.of(Action.PUBLISH, Action.RETAIN_PUBLISH, Action.RECEIVE);

    private final Inquiry inquiry;

    private Advice(Inquiry inquiry) {
        this.inquiry = inquiry;
    }

    static String of(Inquiry inquiry) {
        return new Advice(inquiry).text();
    }

    private String text() {
        if (inquiry.decision().verdict() == Decision.Verdict.EXPLICIT_DENY) {
            return "narrow the Resource or Condition of %s: a Deny is stronger than every Allow"
                    .formatted(
                            inquiry.decision().statement().map(Object::toString).orElse("that statement"));
        }
        if (inquiry.principal().isEmpty()) {
            return "connect with a client certificate to the TLS port, or set broker.policies: certificates";
        }
        if (inquiry.statements().isEmpty()) {
            return "attach a policy: aws iot attach-policy --policy-name NAME --target " + inquiry.principal();
        }
        return missingThing().or(this::nearMiss).orElseGet(this::noStatement);
    }

    private Optional<String> missingThing() {
        boolean needed = inquiry.missing().stream()
                .anyMatch(variable -> variable.contains(":Connection.Thing.") || variable.contains(":Thing."));
        if (!needed) {
            return Optional.empty();
        }
        return Optional.of(
                inquiry.isThingAttached()
                        ? "thing %s has no %s: aws iot update-thing"
                                .formatted(inquiry.clientId(), String.join(", ", inquiry.missing()))
                        : "a thing counts when its name is the client id and the certificate is attached to it: aws iot attach-thing-principal --thing-name %s --principal %s"
                                .formatted(inquiry.clientId(), inquiry.principal()));
    }

    private Optional<String> nearMiss() {
        List<StatementTrace> about = inquiry.statements().stream()
                .filter(statement -> statement.allows() && statement.actionFits())
                .toList();
        for (StatementTrace statement : about) {
            if (statement.resourceFits()) {
                return Optional.of("%s would allow it, but its condition does not hold: %s"
                        .formatted(named(statement), String.join("; ", statement.unmet())));
            }
        }
        return about.stream().findFirst().map(this::resource);
    }

    private String resource(StatementTrace statement) {
        String wanted = inquiry.resources().get(0);
        List<String> written = statement.resources().stream()
                .flatMap(one -> one.meant().stream())
                .toList();
        if (inquiry.action() == Action.SUBSCRIBE && written.stream().anyMatch(text -> text.contains(TOPIC))) {
            return "iot:Subscribe needs %s in the ARN of %s, not %s".formatted(FILTER, named(statement), TOPIC);
        }
        if (TOPICS.contains(inquiry.action()) && written.stream().anyMatch(text -> text.contains(FILTER))) {
            return "%s needs %s in the ARN of %s, not %s"
                    .formatted(inquiry.action().policyName(), TOPIC, named(statement), FILTER);
        }
        for (String text : written) {
            if (!place(text).equals(place(wanted))
                    && text.endsWith(wanted.substring(place(wanted).length()))) {
                return "the ARN of %s has another region or account than this pipeline: %s, not %s"
                        .formatted(named(statement), place(wanted), place(text));
            }
            if (text.equalsIgnoreCase(wanted)) {
                return "the ARN of %s differs in upper and lower case only".formatted(named(statement));
            }
        }
        return "let a Resource of %s match %s; + and # are ordinary characters there, * is every run of characters"
                .formatted(named(statement), wanted);
    }

    private String noStatement() {
        String also = inquiry.action() == Action.RETAIN_PUBLISH
                ? "; a message with the RETAIN flag needs it beside iot:Publish"
                : inquiry.action() == Action.RECEIVE ? "; a client needs it beside iot:Subscribe" : "";
        return "no statement allows %s: add one with the Resource %s%s"
                .formatted(inquiry.action().policyName(), inquiry.resources().get(0), also);
    }

    private static String named(StatementTrace statement) {
        return "statement %d of policy %s".formatted(statement.number(), statement.policy());
    }

    /** The ARN up to the account. */
    private static String place(String arn) {
        int end = -1;
        for (int i = 0; i < ACCOUNT_END; i++) {
            end = arn.indexOf(':', end + 1);
            if (end < 0) {
                return "";
            }
        }
        return arn.substring(0, end);
    }
}
