/**
 * Classes that are defined again inside every function's class loader. They are never used as classes of Penstock: the
 * host reads their bytes and calls them by reflection, speaking JDK types only.
 */
@NullMarked
package dev.penstock.functions.java.guest;

import org.jspecify.annotations.NullMarked;
