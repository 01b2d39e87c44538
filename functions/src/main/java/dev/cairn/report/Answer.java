package dev.cairn.report;

/** What a request is answered with, before it is written for a reader. */
sealed interface Answer permits Refusal, Content, Tabular {}
