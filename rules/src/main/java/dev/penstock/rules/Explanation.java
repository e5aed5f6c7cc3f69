package dev.penstock.rules;

import com.fasterxml.jackson.databind.JsonNode;

/**
 * Why a message did or did not fire rules.
 *
 * @param text for people: one indented tree for each rule
 * @param document the same for programs
 */
public record Explanation(String text, JsonNode document) {}
