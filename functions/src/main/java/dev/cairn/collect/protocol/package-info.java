/** Protocols that other tools' clients speak, translated into our own. */
@org.jspecify.annotations.NullMarked
package dev.cairn.collect.protocol;
