/**
 * How a pipeline is run: ports, identity, and which hop is local or AWS. Start with
 * {@link dev.penstock.launcher.settings.Settings}.
 */
@NullMarked
package dev.penstock.launcher.settings;

import org.jspecify.annotations.NullMarked;
