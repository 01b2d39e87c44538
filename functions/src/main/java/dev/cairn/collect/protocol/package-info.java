/** Translates the protocols of other tools' clients into our own. */
@org.jspecify.annotations.NullMarked
package dev.cairn.collect.protocol;
