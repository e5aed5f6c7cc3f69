/**
 * Test cases for applications: read from JSON lines, run under a clock of their own, compared. Start with {@link
 * dev.penstock.analytics.cases.CaseReader}.
 */
@NullMarked
package dev.penstock.analytics.cases;

import org.jspecify.annotations.NullMarked;
