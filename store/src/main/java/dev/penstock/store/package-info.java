/**
 * DynamoDB: the port {@link dev.penstock.store.Tables}, with DynamoDB Local and the real service behind it, made by {@link dev.penstock.store.StoreFactory}.
 */
@NullMarked
package dev.penstock.store;

import org.jspecify.annotations.NullMarked;
