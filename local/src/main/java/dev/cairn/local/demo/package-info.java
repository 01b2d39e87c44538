/** 120 days of a fictitious lamp shop, sent through the collector day by day. */
@org.jspecify.annotations.NullMarked
package dev.cairn.local.demo;
