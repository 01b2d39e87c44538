/** What clients send in a simulation: made of a seed, before anything runs. */
@org.jspecify.annotations.NullMarked
package dev.cairn.simulation.traffic;
