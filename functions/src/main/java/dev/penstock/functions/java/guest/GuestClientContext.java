package dev.penstock.functions.java.guest;

import com.amazonaws.services.lambda.runtime.Client;
import com.amazonaws.services.lambda.runtime.ClientContext;
import com.amazonaws.services.lambda.runtime.CognitoIdentity;
import com.amazonaws.services.lambda.runtime.serialization.factories.GsonFactory;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** What a caller said of itself: JSON members {@code client}, {@code custom} and {@code env}. Filled by Gson. */
@SuppressWarnings("UnusedVariable") // Gson writes the fields; their names are those of the JSON
final class GuestClientContext implements ClientContext {
    private @Nullable App client;
    private @Nullable Map<String, String> custom;
    private @Nullable Map<String, String> env;

    private GuestClientContext() {}

    /** Null for no text. */
    static @Nullable GuestClientContext parse(@Nullable String json) {
        return json == null || json.isEmpty()
                ? null
                : GsonFactory.getInstance()
                        .getSerializer(GuestClientContext.class)
                        .fromJson(json);
    }

    @Override
    public @Nullable Client getClient() {
        return client;
    }

    @Override
    public @Nullable Map<String, String> getCustom() {
        return custom;
    }

    @Override
    public @Nullable Map<String, String> getEnvironment() {
        return env;
    }

    /** Android callers get their JSON from another library. */
    boolean isAndroid() {
        return env != null && "Android".equalsIgnoreCase(env.get("platform"));
    }

    /** The calling application. */
    private static final class App implements Client {
        @SuppressWarnings("MemberName")
        private @Nullable String installation_id;

        private @Nullable String app_title;
        private @Nullable String app_version_name;
        private @Nullable String app_version_code;
        private @Nullable String app_package_name;

        @Override
        public @Nullable String getInstallationId() {
            return installation_id;
        }

        @Override
        public @Nullable String getAppTitle() {
            return app_title;
        }

        @Override
        public @Nullable String getAppVersionName() {
            return app_version_name;
        }

        @Override
        public @Nullable String getAppVersionCode() {
            return app_version_code;
        }

        @Override
        public @Nullable String getAppPackageName() {
            return app_package_name;
        }
    }

    /** The identity of a Cognito caller. Filled by Gson. */
    static final class Identity implements CognitoIdentity {
        private @Nullable String cognitoIdentityId;
        private @Nullable String cognitoIdentityPoolId;

        private Identity() {}

        /** Null for no text. */
        static @Nullable Identity parse(@Nullable String json) {
            return json == null || json.isEmpty()
                    ? null
                    : GsonFactory.getInstance().getSerializer(Identity.class).fromJson(json);
        }

        @Override
        public @Nullable String getIdentityId() {
            return cognitoIdentityId;
        }

        @Override
        public @Nullable String getIdentityPoolId() {
            return cognitoIdentityPoolId;
        }
    }
}
