/** The rules of the path from the stream to the rows, each by its name, through the real functions. */
@org.jspecify.annotations.NullMarked
package dev.cairn.rules;
