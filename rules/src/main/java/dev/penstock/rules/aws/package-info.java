/**
 * What needs the AWS SDK: the signature of {@code http} actions.
 */
@NullMarked
package dev.penstock.rules.aws;

import org.jspecify.annotations.NullMarked;
