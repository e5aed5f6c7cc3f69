package dev.penstock.platform.aws;

/**
 * An Amazon Resource Name, {@code arn:partition:service:region:account:resource}. Region and account may be empty (S3,
 * IAM); the resource is kept as one text with its own separators.
 */
public record Arn(String partition, String service, String region, String account, String resource) {
    private static final int PARTS = 6;

    public Arn {
        if (partition.isEmpty() || service.isEmpty() || resource.isEmpty()) {
            throw new IllegalArgumentException("an ARN needs partition, service and resource");
        }
    }

    /** Reads the text form. */
    public static Arn parse(String text) {
        String[] parts = text.split(":", PARTS);
        if (parts.length != PARTS || !"arn".equals(parts[0])) {
            throw new IllegalArgumentException(
                    "'%s' is not an ARN; expected arn:aws:service:region:account:resource".formatted(text));
        }
        return new Arn(parts[1], parts[2], parts[3], parts[4], parts[5]);
    }

    /** Whether a text starts like an ARN. */
    public static boolean looksLike(String text) {
        return text.startsWith("arn:");
    }

    /** The resource without its type, that is after the first {@code /} or {@code :}; the whole if it has no type. */
    public String resourceName() {
        for (int i = 0; i < resource.length(); i++) {
            char c = resource.charAt(i);
            if (c == '/' || c == ':') {
                return resource.substring(i + 1);
            }
        }
        return resource;
    }

    @Override
    public String toString() {
        return "arn:%s:%s:%s:%s:%s".formatted(partition, service, region, account, resource);
    }
}
