package dev.penstock.functions.wire;

import dev.penstock.platform.data.Bytes;
import dev.penstock.platform.time.Time;
import dev.penstock.platform.wire.RestInput;
import dev.penstock.platform.wire.WireInput;
import dev.penstock.platform.wire.WireOutput;
import java.io.IOException;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Base64;
import java.util.List;
import java.util.Optional;

/** PublishLayerVersion, GetLayerVersion, GetLayerVersionByArn, ListLayers, ListLayerVersions, DeleteLayerVersion. */
final class LayerOperations {
    private static final int PAGE = 50;
    private static final int MAX_TEXT = 256;
    private static final int MAX_LICENSE = 512;

    private final Layers layers;
    private final Time time;

    LayerOperations(Layers layers, Time time) {
        this.layers = layers;
        this.time = time;
    }

    WireOutput.Body publish(RestInput in) {
        String name = LayerName.nameOf(in.label("LayerName"));
        WireInput body = in.json();
        new Violations()
                .required("content", body.structure("Content"))
                .length("description", body.text("Description"), 0, MAX_TEXT)
                .length("licenseInfo", body.text("LicenseInfo"), 0, MAX_LICENSE)
                .refuse();
        LayerVersion made = layers.publish(
                name,
                content(body.structure("Content").orElseThrow()),
                new LayerVersion.Details(
                        body.text("Description").orElse(""),
                        body.text("LicenseInfo").orElse(""),
                        body.texts("CompatibleRuntimes").orElse(List.of()),
                        body.texts("CompatibleArchitectures").orElse(List.of()),
                        time.now()));
        return out -> writeWhole(made, out);
    }

    private LayerVersion.Content content(WireInput given) {
        Optional<Path> place = CodeInput.place(given);
        if (place.isPresent()) {
            return new LayerVersion.Content(place.get(), place.get().toFile().length(), sha256(Bytes.EMPTY));
        }
        Bytes zip = CodeInput.zip(given);
        return new LayerVersion.Content(layers.keep(zip), zip.length(), sha256(zip));
    }

    private static String sha256(Bytes zip) {
        try {
            return Base64.getEncoder()
                    .encodeToString(MessageDigest.getInstance("SHA-256").digest(zip.shared()));
        } catch (NoSuchAlgorithmException impossible) {
            throw new AssertionError(impossible);
        }
    }

    WireOutput.Body get(RestInput in) {
        LayerVersion found = find(LayerName.nameOf(in.label("LayerName")), number(in));
        return out -> writeWhole(found, out);
    }

    /** GetLayerVersionByArn has the path of ListLayers; its query tells them apart. */
    WireOutput.Body listOrFind(RestInput in) {
        return in.query("find").filter("LayerVersion"::equals).isPresent() ? getByArn(in) : list(in);
    }

    private WireOutput.Body getByArn(RestInput in) {
        new Violations().required("arn", in.query("Arn")).refuse();
        LayerName name = LayerName.parse(in.query("Arn").orElseThrow());
        LayerVersion found = find(name.name(), name.version());
        return out -> writeWhole(found, out);
    }

    private WireOutput.Body list(RestInput in) {
        return Paging.read(in, PAGE)
                .page(
                        "Layers",
                        layers.newest(),
                        LayerVersion::name,
                        (layer, item) -> item.text("LayerName", layer.name())
                                .text("LayerArn", layer.layerArn())
                                .structure("LatestMatchingVersion", version -> writeBrief(layer, version)));
    }

    WireOutput.Body listVersions(RestInput in) {
        return Paging.read(in, PAGE)
                .page(
                        "LayerVersions",
                        layers.versions(LayerName.nameOf(in.label("LayerName"))),
                        LayerVersion::arn,
                        LayerOperations::writeBrief);
    }

    /** One that is not there is deleted too, as in AWS. */
    WireOutput.Body delete(RestInput in) {
        layers.delete(LayerName.nameOf(in.label("LayerName")), number(in));
        return WireOutput.Body.NONE;
    }

    private LayerVersion find(String name, long version) {
        return layers.find(name, version).orElseThrow(LambdaErrors::noResource);
    }

    private static long number(RestInput in) {
        String text = in.label("VersionNumber");
        if (!text.matches("[0-9]{1,18}")) {
            throw LambdaErrors.invalid("'%s' is not the number of a layer version".formatted(text));
        }
        return Long.parseLong(text);
    }

    private static void writeWhole(LayerVersion layer, WireOutput out) throws IOException {
        out.structure(
                        "Content",
                        content -> content.text(
                                        "Location",
                                        layer.content().file().toUri().toString())
                                .text("CodeSha256", layer.content().sha256())
                                .number("CodeSize", layer.content().size()))
                .text("LayerArn", layer.layerArn());
        writeBrief(layer, out);
    }

    private static void writeBrief(LayerVersion layer, WireOutput out) throws IOException {
        LayerVersion.Details details = layer.details();
        out.text("LayerVersionArn", layer.arn())
                .number("Version", layer.version())
                .text("Description", details.description())
                .text("CreatedDate", FunctionConfiguration.TIME.format(details.created()));
        if (!details.license().isEmpty()) {
            out.text("LicenseInfo", details.license());
        }
        out.texts("CompatibleRuntimes", details.runtimes());
        if (!details.architectures().isEmpty()) {
            out.texts("CompatibleArchitectures", details.architectures());
        }
    }
}
