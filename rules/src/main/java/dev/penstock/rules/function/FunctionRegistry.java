package dev.penstock.rules.function;

import dev.penstock.platform.time.Time;
import dev.penstock.rules.ExternalServices;
import dev.penstock.rules.eval.FunctionSource;
import dev.penstock.rules.eval.SqlFunction;
import dev.penstock.rules.eval.Value;
import dev.penstock.rules.eval.Value.Bool;
import dev.penstock.rules.eval.Value.Int;
import dev.penstock.rules.eval.Value.Text;
import dev.penstock.rules.sql.Expression;
import dev.penstock.rules.sql.FunctionCatalog;
import dev.penstock.rules.sql.SqlVersion;
import java.math.BigInteger;
import java.math.RoundingMode;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;

/** All functions by name, and those of AWS that nothing here can answer. Immutable. */
public final class FunctionRegistry implements FunctionCatalog, FunctionSource {
    private static final Map<String, String> EXTERNAL = Map.of(
            "aws_lambda",
            "no functions run behind these rules; start the pipeline with functions, or do the work in a lambda action",
            "get_dynamodb",
            "no tables are behind these rules; start the pipeline with tables, or take the value from the payload",
            "get_secret",
            "there is no store of secrets here; write the value into the rule for local runs",
            "get_thing_shadow",
            "there are no device shadows here; let the device publish what the rule needs",
            "get_registry_data",
            "there is no registry of things here; let the device publish what the rule needs",
            "machinelearning_predict",
            "there are no models here, and the service behind it is closed to new users; use a function instead");

    private final Map<String, SqlFunction> functions = new HashMap<>();

    /** The functions that need no other service. */
    public FunctionRegistry() {
        context();
        publisher();
        numbers();
        bits();
        texts();
        hashes();
        regularExpressions();
        values();
    }

    /**
     * All functions that these services can answer.
     *
     * @param time for time-outs, and for how long what was read is kept
     */
    public FunctionRegistry(ExternalServices services, Time time) {
        this();
        if (services.functions() != null) {
            add(new AwsLambda(services.functions(), time));
        }
        if (services.items() != null) {
            add(new GetDynamoDb(services.items()));
        }
        if (services.secrets() != null) {
            add(new GetSecret(services.secrets()));
        }
        if (services.shadows() != null) {
            add(new GetThingShadow(services.shadows()));
        }
        if (services.registry() != null) {
            add(new GetRegistryData(services.registry()));
        }
        if (services.predictor() != null) {
            add(new MachineLearningPredict(services.predictor()));
        }
        if (services.objects() != null) {
            add(new Decode(new DecodeProto(new ProtoSchemas(services.objects(), time))));
        }
    }

    /** Every function, by name. */
    public List<SqlFunction> functions() {
        return functions.values().stream()
                .sorted(Comparator.comparing(function -> key(function.name())))
                .toList();
    }

    @Override
    public Optional<Declaration> declaration(String name) {
        return Optional.ofNullable(functions.get(key(name)));
    }

    @Override
    public Optional<String> missing(String name) {
        return functions.containsKey(key(name)) ? Optional.empty() : Optional.ofNullable(EXTERNAL.get(key(name)));
    }

    @Override
    public List<String> names() {
        List<String> names = new ArrayList<>(List.of("cast"));
        functions.values().forEach(function -> names.add(function.name()));
        return names;
    }

    @Override
    public SqlFunction function(Expression.Call call) {
        SqlFunction function = functions.get(key(call.name()));
        if (function == null) {
            throw new IllegalArgumentException(
                    "no function '%s': the checker should have refused it".formatted(call.name()));
        }
        return function.forCall(call);
    }

    private void context() {
        add(new Topic(), new ClientId(), new Timestamp(), new AccountId(), new TraceId());
        add(new SqlVersionText(), new NewUuid(), new Rand(), new ParseTime(), new TimeToEpoch());
    }

    private void publisher() {
        add(new Principal(), new SourceIp(), new GetMqttProperty(), new GetUserProperties());
    }

    private void numbers() {
        add(new Abs(), new Sign(), new Trunc(), new Modulo("mod"), new Modulo("remainder"), new Nanvl());
        add(new Rounding("ceil", RoundingMode.CEILING), new Rounding("floor", RoundingMode.FLOOR));
        add(new Rounding("round", RoundingMode.HALF_UP));
        add(new DoubleFunction("acos", Math::acos), new DoubleFunction("asin", Math::asin));
        add(new DoubleFunction("atan", Math::atan), new DoubleFunction("cos", Math::cos));
        add(new DoubleFunction("cosh", Math::cosh), new DoubleFunction("exp", Math::exp));
        add(new DoubleFunction("ln", Math::log), new DoubleFunction("log", Math::log10));
        add(new DoubleFunction("sin", Math::sin), new DoubleFunction("sinh", Math::sinh));
        add(new DoubleFunction("sqrt", Math::sqrt), new DoubleFunction("tan", Math::tan));
        add(new DoubleFunction("tanh", Math::tanh));
        add(new DoubleFunctionOfTwo("atan2", Math::atan2), new DoubleFunctionOfTwo("power", Math::pow));
    }

    private void bits() {
        add(new BitFunction("bitand", BigInteger::and), new BitFunction("bitor", BigInteger::or));
        add(new BitFunction("bitxor", BigInteger::xor), new BitNot());
    }

    private void texts() {
        add(new Chr(), new Concat(), new Replace(), new Substring(), new Encode(), new Decode(null));
        add(new Pad("lpad", true), new Pad("rpad", false));
        add(text("lower", SqlVersion.V2015, text -> new Text(text.toLowerCase(Locale.ROOT))));
        add(text("upper", SqlVersion.V2015, text -> new Text(text.toUpperCase(Locale.ROOT))));
        add(text("trim", SqlVersion.V2015, text -> new Text(text.strip())));
        add(text("ltrim", SqlVersion.V2015, text -> new Text(Blanks.withoutLeading(text))));
        add(text("rtrim", SqlVersion.V2015, text -> new Text(Blanks.withoutTrailing(text))));
        add(text("length", SqlVersion.V2016, text -> Int.of(text.length())));
        add(text("numbytes", SqlVersion.V2016, text -> Int.of(text.getBytes(StandardCharsets.UTF_8).length)));
        add(new TextFunctionOfTwo(
                "startswith", SqlVersion.V2015, false, (text, part) -> Bool.of(text.startsWith(part))));
        add(new TextFunctionOfTwo("endswith", SqlVersion.V2015, false, (text, part) -> Bool.of(text.endsWith(part))));
        add(new TextFunctionOfTwo("indexof", SqlVersion.V2016, true, (text, part) -> Int.of(text.indexOf(part))));
    }

    private void hashes() {
        add(new Hash("md2", "MD2"), new Hash("md5", "MD5"), new Hash("sha1", "SHA-1"), new Hash("sha224", "SHA-224"));
        add(new Hash("sha256", "SHA-256"), new Hash("sha384", "SHA-384"), new Hash("sha512", "SHA-512"));
    }

    private void regularExpressions() {
        Patterns patterns = new Patterns();
        add(new RegexpMatches(patterns), new RegexpReplace(patterns), new RegexpSubstr(patterns));
    }

    private void values() {
        add(new Get(), new GetOrDefault(), new IsNull(), new IsUndefined(), new Transform());
    }

    private static TextFunction text(String name, SqlVersion since, Function<String, Value> function) {
        return new TextFunction(name, since, function);
    }

    private void add(SqlFunction... added) {
        Arrays.stream(added).forEach(function -> functions.put(key(function.name()), function));
    }

    private static String key(String name) {
        return name.toLowerCase(Locale.ROOT);
    }
}
