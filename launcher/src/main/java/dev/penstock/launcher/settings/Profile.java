package dev.penstock.launcher.settings;

/** Where a hop of the pipeline runs. */
public enum Profile {
    /** In this JVM. */
    LOCAL,
    /** The real service, or what stands for it at another endpoint. */
    AWS
}
