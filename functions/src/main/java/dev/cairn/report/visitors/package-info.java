/** The stored data of one visitor, and its erasure. */
@org.jspecify.annotations.NullMarked
package dev.cairn.report.visitors;
