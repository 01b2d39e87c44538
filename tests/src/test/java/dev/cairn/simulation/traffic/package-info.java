/** The clients' traffic in a simulation: generated from a seed before anything runs. */
@org.jspecify.annotations.NullMarked
package dev.cairn.simulation.traffic;
