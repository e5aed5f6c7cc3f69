/**
 * YAML and JSON files as a tree that knows where each node stands, and findings that say it: what templates and settings
 * are read with. Start with {@link dev.penstock.launcher.yaml.YamlReader}. Knows nothing about what the files mean.
 */
@NullMarked
package dev.penstock.launcher.yaml;

import org.jspecify.annotations.NullMarked;
