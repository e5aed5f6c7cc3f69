package dev.penstock.rules.cases;

/** What a case is called and where it stands, as {@link dev.penstock.rules.RuleCase} says it. */
record CaseHead(String id, String area, String subject, String file, int line) {}
