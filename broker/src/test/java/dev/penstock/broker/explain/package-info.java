@NullMarked
package dev.penstock.broker.explain;

import org.jspecify.annotations.NullMarked;
