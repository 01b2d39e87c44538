/** Resources for audiences: their counts and their members. */
@org.jspecify.annotations.NullMarked
package dev.cairn.report.audiences;
