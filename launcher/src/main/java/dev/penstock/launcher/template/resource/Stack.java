package dev.penstock.launcher.template.resource;

import dev.penstock.platform.aws.AwsIdentity;
import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Locale;
import java.util.Map;
import java.util.UUID;

/**
 * The stack that a template becomes.
 *
 * @param name as {@code AWS::StackName}
 * @param template the file
 * @param folder where the template is; code paths are relative to it
 * @param code where code is instead of where the template says, by logical id
 */
public record Stack(String name, AwsIdentity identity, Path template, Path folder, Map<String, Path> code) {
    private static final int SUFFIX_LENGTH = 12;
    private static final int SUFFIX_RADIX = 36;
    private static final int HEX_DIGITS = 10;
    private static final int MAX_ROLE_NAME = 64;
    private static final String FALLBACK_NAME = "penstock";

    /** Names the stack after the file, or after its folder when the file is just called {@code template}. */
    public static Stack of(Path template, AwsIdentity identity) {
        Path absolute = template.toAbsolutePath().normalize();
        Path folder = absolute.getParent();
        if (folder == null) {
            throw new IllegalArgumentException("template '%s' is not a file".formatted(template));
        }
        String stem = String.valueOf(absolute.getFileName()).replaceFirst("\\.[^.]*$", "");
        Path folderName = folder.getFileName();
        return new Stack(
                stackName(stem.equals("template") && folderName != null ? folderName.toString() : stem),
                identity,
                absolute,
                folder,
                Map.of());
    }

    /** The same with code in other places. */
    public Stack withCode(Map<String, Path> places) {
        return new Stack(name, identity, template, folder, Map.copyOf(places));
    }

    private static String stackName(String text) {
        String name = text.replaceAll("[^A-Za-z0-9-]+", "-")
                .replaceFirst("^[^A-Za-z]+", "")
                .replaceFirst("-+$", "");
        return name.isEmpty() ? FALLBACK_NAME : name;
    }

    /**
     * The name of a resource that the template does not name: {@code stack-LogicalId-SUFFIX}. The same for every run, so
     * that clients and tests may rely on it. Long names are cut before the suffix.
     *
     * @param maxLength of the whole name
     */
    public String physicalName(String logicalId, int maxLength) {
        String readable = name + "-" + logicalId;
        int room = maxLength - SUFFIX_LENGTH - 1;
        return (readable.length() > room ? readable.substring(0, room) : readable) + "-" + suffix(logicalId);
    }

    /** Ten hexadecimal digits that follow from a text, as SAM puts them behind some logical ids. */
    public String hexSuffix(String text) {
        return UUID.nameUUIDFromBytes(text.getBytes(StandardCharsets.UTF_8))
                .toString()
                .replace("-", "")
                .substring(0, HEX_DIGITS);
    }

    private String suffix(String logicalId) {
        try {
            byte[] hash = MessageDigest.getInstance("SHA-256")
                    .digest((name + "/" + logicalId).getBytes(StandardCharsets.UTF_8));
            String text = new BigInteger(1, hash).toString(SUFFIX_RADIX).toUpperCase(Locale.ROOT);
            return text.substring(text.length() - SUFFIX_LENGTH);
        } catch (NoSuchAlgorithmException impossible) {
            throw new AssertionError("every Java platform has SHA-256", impossible);
        }
    }

    /** The pseudo parameters that have a value. The stack's UUID follows from its name. */
    public Map<String, String> pseudoParameters() {
        UUID id = UUID.nameUUIDFromBytes(name.getBytes(StandardCharsets.UTF_8));
        return Map.of(
                "AWS::AccountId",
                identity.account(),
                "AWS::Region",
                identity.region(),
                "AWS::Partition",
                "aws",
                "AWS::URLSuffix",
                "amazonaws.com",
                "AWS::StackName",
                name,
                "AWS::StackId",
                identity.arn("cloudformation", "stack/%s/%s".formatted(name, id))
                        .toString());
    }

    /** @param name of a function, with a version or alias or without */
    String functionArn(String name) {
        return arn("lambda", "function:" + name);
    }

    /** The role that SAM makes for a function that has none. */
    String roleArn(String logicalId) {
        return "arn:aws:iam::%s:role/%s".formatted(identity.account(), physicalName(logicalId, MAX_ROLE_NAME));
    }

    /** The ARN of a resource of this stack. */
    String arn(String service, String resource) {
        return identity.arn(service, resource).toString();
    }
}
