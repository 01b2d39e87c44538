/**
 * R8: data stored, streamed and archived by earlier versions gives the same figures. The fixtures are under {@code
 * resources/dev/cairn/compatibility}, one folder per version, created once by that version's code.
 */
package dev.cairn.compatibility;
