package dev.cairn.local;

import dev.cairn.store.Dependencies;
import dev.cairn.store.notice.Notices;

/** Creates the functions from their dependencies: the real handlers in {@link CairnFunctions}, others in tests. */
public interface FunctionFactory {
    Function collect(Dependencies dependencies);

    Function classify(Dependencies dependencies);

    /** @param notices where digests and alarm changes are sent */
    Function aggregate(Dependencies dependencies, Notices notices);

    Function restate(Dependencies dependencies);

    Function report(Dependencies dependencies);
}
