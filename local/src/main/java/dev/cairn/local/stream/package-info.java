/** The stream on this machine, and the model of Lambda's event source mapping that reads it. */
@org.jspecify.annotations.NullMarked
package dev.cairn.local.stream;
