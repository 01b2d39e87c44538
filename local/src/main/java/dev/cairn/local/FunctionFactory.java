package dev.cairn.local;

import dev.cairn.store.Dependencies;

/** Creates the functions from their dependencies: the real handlers in {@link CairnFunctions}, others in tests. */
public interface FunctionFactory {
    Function collect(Dependencies dependencies);

    Function classify(Dependencies dependencies);

    Function aggregate(Dependencies dependencies);

    Function restate(Dependencies dependencies);

    Function report(Dependencies dependencies);
}
