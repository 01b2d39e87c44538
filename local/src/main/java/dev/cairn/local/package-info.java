/** Runs the whole system on one machine: the real handlers, with local stand-ins for AWS. Never deployed. */
@org.jspecify.annotations.NullMarked
package dev.cairn.local;
