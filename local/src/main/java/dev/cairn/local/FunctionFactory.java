package dev.cairn.local;

import dev.cairn.store.Dependencies;

/** Creates the functions from their dependencies: the real handlers in {@link CairnFunctions}, others in tests. */
public interface FunctionFactory {
    Function collect(Dependencies ports);

    Function classify(Dependencies ports);

    Function aggregate(Dependencies ports);

    Function restate(Dependencies ports);

    Function report(Dependencies ports);
}
