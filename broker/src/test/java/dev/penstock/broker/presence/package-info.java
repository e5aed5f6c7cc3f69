@NullMarked
package dev.penstock.broker.presence;

import org.jspecify.annotations.NullMarked;
