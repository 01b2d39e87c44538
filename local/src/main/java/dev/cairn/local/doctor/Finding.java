package dev.cairn.local.doctor;

/** A link of the chain, by name, and the result of checking it. */
public record Finding(String link, Verdict verdict) {}
