@NullMarked
package dev.penstock.broker.docs;

import org.jspecify.annotations.NullMarked;
