/**
 * Names and errors of AWS: account and region, ARNs, and the exception that says what AWS would answer. No service knowledge.
 */
@NullMarked
package dev.penstock.platform.aws;

import org.jspecify.annotations.NullMarked;
