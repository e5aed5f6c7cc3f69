/**
 * Payload bytes and the JSON mappers that every hop shares.
 */
@NullMarked
package dev.penstock.platform.data;

import org.jspecify.annotations.NullMarked;
