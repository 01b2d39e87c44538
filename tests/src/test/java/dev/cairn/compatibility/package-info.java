/**
 * R8: what earlier versions stored, streamed and archived is read with the same figures. The fixtures are under
 * {@code resources/dev/cairn/compatibility}, a folder for each version, made once by that version's code and kept.
 */
package dev.cairn.compatibility;
