package dev.cairn.report.api;

/** A response before it is rendered as HTTP. */
public sealed interface Response permits ErrorResponse, TextResponse, TableResponse {}
