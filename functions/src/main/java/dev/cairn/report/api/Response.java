package dev.cairn.report.api;

/** What a request is answered with, before it is written for a reader. */
public sealed interface Response permits ErrorResponse, TextResponse, TableResponse {}
