/**
 * Runs the real handlers under a virtual clock, with a simulated environment in which everything that can fail does,
 * from a seed that reproduces the run.
 */
@org.jspecify.annotations.NullMarked
package dev.cairn.simulation;
