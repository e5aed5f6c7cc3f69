/**
 * How {@code http} actions reach their endpoints. Start with {@link dev.penstock.rules.http.HttpDelivery}.
 */
@NullMarked
package dev.penstock.rules.http;

import org.jspecify.annotations.NullMarked;
