/** {@code ./cairn replay}: a file of event bodies, sent again. */
@org.jspecify.annotations.NullMarked
package dev.cairn.local.replay;
