package dev.penstock.broker.policy;

import dev.penstock.platform.aws.AwsIdentity;
import java.util.List;

/** The ARNs of what clients act on. */
public final class Resources {
    private static final String SHARED = "$share/";

    private Resources() {}

    /** The ARN; for a shared subscription also that of the filter alone, because either may be in a policy. */
    public static List<String> of(AwsIdentity identity, Action action, String name) {
        if (action == Action.LIST_RETAINED_MESSAGES) {
            return List.of("*");
        }
        String whole = arn(identity, action, name);
        int group = action == Action.SUBSCRIBE && name.startsWith(SHARED) ? name.indexOf('/', SHARED.length()) : -1;
        return group < 0 ? List.of(whole) : List.of(whole, arn(identity, action, name.substring(group + 1)));
    }

    private static String arn(AwsIdentity identity, Action action, String name) {
        return "arn:aws:iot:" + identity.region() + ":" + identity.account() + ":" + action.resourcePrefix() + name;
    }
}
