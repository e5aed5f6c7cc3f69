package dev.penstock.broker.identity;

import dev.penstock.broker.policy.Action;
import dev.penstock.broker.policy.ClientFacts;
import dev.penstock.broker.policy.Decision;
import dev.penstock.broker.policy.Permissions;
import dev.penstock.broker.policy.Principal;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Asks the registry, and remembers its answers until something in it changes. */
final class RegistryPermissions implements Permissions {
    private static final Logger log = LoggerFactory.getLogger(RegistryPermissions.class);

    /** For each action. A client that uses more topics than this asks again for some. */
    static final int MOST_REMEMBERED = 256;

    private final Registry registry;
    private final Denials denials;
    private final Principal principal;
    private final ClientFacts client;
    private final boolean enforced;
    private volatile @Nullable Memory memory;

    RegistryPermissions(Registry registry, Denials denials, Principal principal, ClientFacts client, boolean enforced) {
        this.registry = registry;
        this.denials = denials;
        this.principal = principal;
        this.client = client;
        this.enforced = enforced;
    }

    /** What was decided while the registry had one version. What comes in after a change is never found. */
    private record Memory(long version, Map<Action, Map<String, Answer>> answers) {}

    /** @param denial null when it is allowed */
    private record Answer(Decision decision, @Nullable Denial denial) {}

    @Override
    public Decision decide(Action action, String name) {
        long version = registry.version();
        Memory now = memory;
        if (now == null || now.version != version) {
            now = new Memory(version, new ConcurrentHashMap<>());
            memory = now;
        }
        Map<String, Answer> remembered = now.answers.get(action);
        Answer known = remembered == null ? null : remembered.get(name);
        if (known == null) {
            return ask(now, action, name);
        }
        if (known.denial == null) {
            denials.countAllowed(action);
        } else {
            denials.countAgain(action, known.denial);
        }
        return known.decision;
    }

    private Decision ask(Memory now, Action action, String name) {
        Registry.Ruling ruling = registry.rule(principal, client, action, name);
        Decision said = ruling.decision();
        Decision decision = enforced ? said : said.unenforced();
        Denial denial = said.verdict() == Decision.Verdict.ALLOWED ? null : denied(action, ruling);
        if (denial == null) {
            denials.countAllowed(action);
        }
        if (!ruling.request().isTimed()) {
            Map<String, Answer> remembered = now.answers.computeIfAbsent(action, none -> new ConcurrentHashMap<>());
            if (remembered.size() >= MOST_REMEMBERED) {
                remembered.clear();
            }
            remembered.put(name, new Answer(decision, denial));
        }
        return decision;
    }

    private Denial denied(Action action, Registry.Ruling ruling) {
        if (!enforced || action == Action.RECEIVE) {
            log.warn(
                    "client '{}' ({}) {}: {}",
                    client.clientId(),
                    principal.id().isEmpty() ? "anonymous" : registry.principalArn(principal),
                    enforced ? "is refused" : "would be refused if policies were enforced",
                    ruling.decision().explanation());
        }
        return denials.add(action, Denial.byPolicies(denials.time().now(), client, principal, enforced, ruling));
    }
}
