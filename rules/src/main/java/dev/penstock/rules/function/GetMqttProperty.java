package dev.penstock.rules.function;

import dev.penstock.broker.MessageProperties;
import dev.penstock.platform.data.Bytes;
import dev.penstock.rules.eval.ArgumentRule;
import dev.penstock.rules.eval.Evaluation;
import dev.penstock.rules.eval.Signature;
import dev.penstock.rules.eval.SqlFunction;
import dev.penstock.rules.eval.Value;
import dev.penstock.rules.eval.Value.Text;
import dev.penstock.rules.sql.SqlVersion;
import org.jspecify.annotations.Nullable;

/** {@code get_mqtt_property(name)}: a property of the MQTT 5 packet; an unknown name is Undefined. */
final class GetMqttProperty implements SqlFunction {
    @Override
    public Signature signature() {
        return Signature.of("get_mqtt_property", SqlVersion.V2015, ArgumentRule.TEXT);
    }

    @Override
    public Value apply(Value[] arguments, Evaluation evaluation, long site) {
        MessageProperties properties = evaluation.message().properties();
        Bytes correlation = properties.correlationData();
        String value = switch (((Text) arguments[0]).text()) {
            case "content_type" -> properties.contentType();
            case "response_topic" -> properties.responseTopic();
            case "correlation_data" -> correlation == null ? null : correlation.base64();
            case "format_indicator" -> properties.isUtf8() ? "UTF8_DATA" : "UNSPECIFIED_BYTES";
            default -> null;
        };
        return text(value);
    }

    private static Value text(@Nullable String value) {
        return value == null ? Value.Undefined.INSTANCE : new Text(value);
    }

    @Override
    public String whyUndefined(Value[] arguments) {
        return "the message has no property %s; there are content_type, response_topic, correlation_data and format_indicator"
                .formatted(arguments[0]);
    }
}
