/** {@code ./cairn replay}: sends a file of event bodies again. */
@org.jspecify.annotations.NullMarked
package dev.cairn.local.replay;
