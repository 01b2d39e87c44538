/** The whole system on one machine: the real handlers, with this machine in AWS's place. Never deployed. */
@org.jspecify.annotations.NullMarked
package dev.cairn.local;
