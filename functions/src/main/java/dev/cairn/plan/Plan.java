package dev.cairn.plan;

import java.time.Instant;
import java.util.Map;

/**
 * One version of the plan, read and resolved.
 *
 * @param version 1, 2, 3, …
 * @param since when it was put; it tags the events received from then on
 * @param source the document as it was put (YAML or JSON)
 * @param sites by id, each with the goals and funnels that hold for it
 */
public record Plan(int version, Instant since, String source, Map<String, Site> sites) {}
