@NullMarked
package dev.penstock.broker.shadow;

import org.jspecify.annotations.NullMarked;
