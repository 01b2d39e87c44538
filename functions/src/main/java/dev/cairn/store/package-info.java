/** Data stored between the stages, and the ports to its storage. */
@org.jspecify.annotations.NullMarked
package dev.cairn.store;
