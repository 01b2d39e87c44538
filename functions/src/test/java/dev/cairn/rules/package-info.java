/** Tests of the rules on the path from the stream to the rows, each by its name, with the real functions. */
@org.jspecify.annotations.NullMarked
package dev.cairn.rules;
