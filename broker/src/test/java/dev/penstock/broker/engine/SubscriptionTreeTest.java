package dev.penstock.broker.engine;

import static org.assertj.core.api.Assertions.assertThat;

import io.moquette.broker.subscriptions.Subscription;
import java.util.List;
import org.junit.jupiter.api.Test;

class SubscriptionTreeTest {
    private static final int CLIENTS = 2_000;
    private static final int EACH = 50;

    private final SubscriptionTree tree = new SubscriptionTree();

    private List<String> receivers(String topic) {
        return tree.matching(topic).stream().map(Subscription::getClientId).toList();
    }

    @Test
    void hundredThousandSubscriptionsAreFoundAndLeaveNothingBehind() {
        for (int client = 0; client < CLIENTS; client++) {
            for (int filter = 0; filter < EACH; filter++) {
                tree.add("c" + client, "plant/%d/%d".formatted(client, filter));
            }
        }
        tree.add("all", "plant/+/7");

        assertThat(receivers("plant/1234/7")).containsExactlyInAnyOrder("c1234", "all");
        assertThat(receivers("plant/1234/50")).isEmpty();

        for (int client = 0; client < CLIENTS; client++) {
            for (int filter = 0; filter < EACH; filter++) {
                tree.remove("c" + client, "plant/%d/%d".formatted(client, filter));
            }
        }
        assertThat(receivers("plant/1234/7")).containsExactly("all");
        assertThat(tree.directory().size()).isEqualTo(1);
    }

    @Test
    void sharedSubscriptionIsOneEntryWhateverItsMembers() {
        tree.add("one", "$share/g/a/+");
        tree.add("two", "$share/g/a/+");

        assertThat(receivers("a/b")).containsExactly("$share/g/a/+");
        assertThat(tree.members("$share/g/a/+")).containsExactly("one", "two");

        tree.remove("one", "$share/g/a/+");
        tree.remove("two", "$share/g/a/+");
        tree.remove("two", "$share/g/a/+");
        assertThat(receivers("a/b")).isEmpty();
        assertThat(tree.members("$share/g/a/+")).isEmpty();
    }
}
