/** A month of a lamp shop that never was, sent through the collector day by day. */
@org.jspecify.annotations.NullMarked
package dev.cairn.local.demo;
