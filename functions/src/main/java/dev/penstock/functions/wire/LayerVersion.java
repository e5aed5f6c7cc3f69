package dev.penstock.functions.wire;

import java.nio.file.Path;
import java.time.Instant;
import java.util.List;

/** One published version of a layer. */
record LayerVersion(String layerArn, long version, Content content, Details details) {

    String arn() {
        return layerArn + ":" + version;
    }

    String name() {
        return layerArn.substring(layerArn.lastIndexOf(':') + 1);
    }

    /**
     * @param file zip or folder
     * @param sha256 Base64
     */
    record Content(Path file, long size, String sha256) {}

    /** What its publisher says of it. */
    record Details(
            String description, String license, List<String> runtimes, List<String> architectures, Instant created) {}
}
