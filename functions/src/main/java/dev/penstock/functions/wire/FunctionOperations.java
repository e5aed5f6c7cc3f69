package dev.penstock.functions.wire;

import dev.penstock.functions.FunctionCatalog;
import dev.penstock.functions.FunctionDescription;
import dev.penstock.functions.FunctionReference;
import dev.penstock.functions.wire.FunctionConfiguration.Stage;
import dev.penstock.platform.wire.RestInput;
import dev.penstock.platform.wire.WireInput;
import dev.penstock.platform.wire.WireOutput;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * CreateFunction, GetFunction, GetFunctionConfiguration, ListFunctions, ListVersionsByFunction, UpdateFunctionCode,
 * UpdateFunctionConfiguration, PublishVersion, DeleteFunction.
 */
final class FunctionOperations {
    private static final int PAGE = 50;

    private final FunctionCatalog catalog;
    private final ApiState state;
    private final FunctionConfiguration configuration;
    private final CodeInput code;

    FunctionOperations(FunctionCatalog catalog, ApiState state, FunctionConfiguration configuration) {
        this.catalog = catalog;
        this.state = state;
        this.configuration = configuration;
        this.code = new CodeInput(catalog);
    }

    WireOutput.Body create(RestInput in) {
        WireInput body = in.json();
        String name = body.text("FunctionName").orElse("");
        Violations violations = FunctionRules.check(body, new Violations())
                .required("functionName", body.text("FunctionName"))
                .required("role", body.text("Role"))
                .required("code", body.structure("Code"))
                .oneOf("packageType", body.text("PackageType"), List.of("Image", "Zip"));
        FunctionRules.checkArchitectures(body, violations);
        body.text("FunctionName").ifPresent(text -> FunctionNames.check(violations, text));
        violations.refuse();
        FunctionRules.checkValues(body);
        refuse(body);
        TagRules.check(body.textMap("Tags").orElse(Map.of()));
        String bare = FunctionReference.parse(name).name();
        refuseExisting(bare);
        if (body.text("Runtime").isEmpty() || body.text("Handler").isEmpty()) {
            throw LambdaErrors.invalid(
                    "Runtime and Handler are mandatory parameters for functions created with deployment packages.");
        }
        Path source = code.read(body.structure("Code").orElseThrow());
        FunctionDraft draft = FunctionDraft.fresh(bare, source)
                .take(body)
                .architecture(body)
                .layers(state.layers().read(body, List.of()))
                .tags(body.textMap("Tags").orElse(Map.of()));
        FunctionDescription created = catalog.create(draft.spec());
        state.forget(FunctionArns.plain(created));
        state.shown().put(FunctionArns.plain(created), ShownSettings.DEFAULT.take(body));
        return answer(published(created, body), Stage.CREATING);
    }

    /** Before its code is read, so that the code of a request in vain is not kept. */
    private void refuseExisting(String name) {
        if (catalog.functions().stream()
                .anyMatch(function -> function.spec().name().equals(name))) {
            throw LambdaErrors.conflict("Function already exist: " + name);
        }
    }

    private static void refuse(WireInput body) {
        if (body.text("PackageType").filter("Image"::equals).isPresent()) {
            throw LambdaErrors.notEmulated("PackageType Image", "send the code as ZipFile");
        }
        if (!body.text("CodeSigningConfigArn").orElse("").isEmpty()) {
            throw LambdaErrors.notEmulated("code signing", "leave CodeSigningConfigArn away");
        }
    }

    private FunctionDescription published(FunctionDescription latest, WireInput body) {
        if (!body.bool("Publish").orElse(false)) {
            return latest;
        }
        return publish(latest.spec().name(), Optional.empty(), Optional.empty(), Optional.empty());
    }

    private FunctionDescription publish(
            String function, Optional<String> description, Optional<String> revisionId, Optional<String> codeSha256) {
        FunctionDescription version = catalog.publish(function, description, revisionId, codeSha256);
        String arn = FunctionArns.versioned(version);
        if (state.shown().get(arn).isEmpty()) {
            state.shown()
                    .get(FunctionArns.plain(version))
                    .ifPresent(settings -> state.shown().put(arn, settings));
        }
        return version;
    }

    WireOutput.Body updateCode(RestInput in) {
        String function = FunctionNames.plain(in);
        WireInput body = in.json();
        Violations violations = new Violations();
        FunctionRules.checkArchitectures(body, violations);
        violations.refuse();
        FunctionRules.checkValues(body);
        FunctionDescription now = catalog.describe(function);
        if (body.bool("DryRun").orElse(false)) {
            CodeInput.check(body);
            return answer(now, Stage.READY);
        }
        Path source = code.read(body);
        FunctionDescription updated = catalog.update(
                function,
                body.text("RevisionId"),
                spec -> FunctionDraft.of(spec).code(source).architecture(body).spec());
        return answer(published(updated, body), Stage.UPDATING);
    }

    WireOutput.Body updateConfiguration(RestInput in) {
        String function = FunctionNames.plain(in);
        WireInput body = in.json();
        FunctionRules.check(body, new Violations()).refuse();
        FunctionRules.checkValues(body);
        FunctionDescription updated = catalog.update(
                function,
                body.text("RevisionId"),
                spec -> FunctionDraft.of(spec)
                        .take(body)
                        .layers(state.layers().read(body, spec.options().layers()))
                        .spec());
        state.shown().change(FunctionArns.plain(updated), ShownSettings.DEFAULT, settings -> settings.take(body));
        return answer(updated, Stage.UPDATING);
    }

    WireOutput.Body publishVersion(RestInput in) {
        String function = FunctionNames.plain(in);
        WireInput body = in.json();
        new Violations().length("description", body.text("Description"), 0, 256).refuse();
        FunctionRules.checkValues(body);
        return answer(
                publish(
                        function,
                        body.text("Description").filter(text -> !text.isEmpty()),
                        body.text("RevisionId"),
                        body.text("CodeSha256").filter(text -> !text.isEmpty())),
                Stage.READY);
    }

    WireOutput.Body getConfiguration(RestInput in) {
        String function = FunctionNames.of(in);
        FunctionDescription found = catalog.describe(function);
        return out -> configuration.write(found, FunctionArns.asked(found, function), Stage.READY, out);
    }

    WireOutput.Body get(RestInput in) {
        String function = FunctionNames.of(in);
        FunctionDescription found = catalog.describe(function);
        FunctionDescription latest = catalog.describe(found.spec().name());
        Map<String, String> tags = TagOperations.sorted(latest.spec().options().tags());
        return out -> {
            out.structure(
                    "Configuration",
                    part -> configuration.write(found, FunctionArns.asked(found, function), Stage.READY, part));
            out.structure(
                    "Code",
                    part -> part.text("RepositoryType", "S3").text("Location", CodeDownload.location(in, found)));
            if (!tags.isEmpty()) {
                out.structure("Tags", part -> TagOperations.write(tags, part));
            }
            var reserved = latest.spec().options().reservedConcurrency();
            if (reserved.isPresent()) {
                out.structure("Concurrency", part -> part.number("ReservedConcurrentExecutions", reserved.getAsInt()));
            }
        };
    }

    WireOutput.Body list(RestInput in) {
        Optional<String> versions = in.query("FunctionVersion");
        new Violations().oneOf("functionVersion", versions, List.of("ALL")).refuse();
        Paging paging = Paging.read(in, PAGE);
        if (versions.isEmpty()) {
            return paging.page(
                    "Functions",
                    catalog.functions(),
                    FunctionArns::plain,
                    (function, item) ->
                            configuration.write(function, FunctionArns.plain(function), Stage.UNSAID, item));
        }
        List<FunctionDescription> all = new ArrayList<>();
        catalog.functions()
                .forEach(function -> all.addAll(catalog.versions(function.spec().name())));
        return versions(paging, "Functions", all);
    }

    WireOutput.Body listVersions(RestInput in) {
        return versions(Paging.read(in, PAGE), "Versions", catalog.versions(FunctionNames.plain(in)));
    }

    private WireOutput.Body versions(Paging paging, String member, List<FunctionDescription> all) {
        return paging.page(
                member,
                all,
                FunctionArns::numbered,
                (version, item) -> configuration.write(version, FunctionArns.numbered(version), Stage.UNSAID, item));
    }

    WireOutput.Body delete(RestInput in) {
        String function = FunctionNames.of(in);
        FunctionDescription found = catalog.describe(function);
        catalog.delete(function);
        if (FunctionReference.parse(function).qualifier().isEmpty()) {
            state.forget(FunctionArns.plain(found));
        } else {
            state.shown().remove(FunctionArns.versioned(found));
        }
        return WireOutput.Body.NONE;
    }

    private WireOutput.Body answer(FunctionDescription function, Stage stage) {
        return out -> configuration.write(function, FunctionArns.versioned(function), stage, out);
    }
}
