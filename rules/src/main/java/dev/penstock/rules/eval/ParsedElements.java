package dev.penstock.rules.eval;

/** Elements of an Array that was parsed. */
record ParsedElements(JsonDocument document, int entry) {}
