/** Lambda handlers of the pipeline tests; copied to a folder and loaded from there, as a user's code is. */
@NullMarked
package dev.penstock.launcher.handlers;

import org.jspecify.annotations.NullMarked;
