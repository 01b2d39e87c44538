/**
 * Runs the real handlers under a virtual clock, with everything around them simulated and everything that may fail
 * failing, from a seed that reproduces the run.
 */
@org.jspecify.annotations.NullMarked
package dev.cairn.simulation;
