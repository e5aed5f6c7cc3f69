/**
 * A running application: reads its input, drives its pumps on one thread, writes its outputs. Start with {@link dev.penstock.analytics.run.ApplicationRun}.
 */
@NullMarked
package dev.penstock.analytics.run;

import org.jspecify.annotations.NullMarked;
