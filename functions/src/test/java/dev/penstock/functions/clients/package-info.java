/** Clients of Lambda that we did not write, against the API at a real endpoint. */
package dev.penstock.functions.clients;
