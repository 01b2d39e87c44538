package dev.cairn.local;

import dev.cairn.store.Ports;

/** How the functions are made from ports: the real handlers in {@link CairnFunctions}, others in tests. */
public interface Wiring {
    Function collect(Ports ports);

    Function classify(Ports ports);

    Function aggregate(Ports ports);

    Function restate(Ports ports);

    Function report(Ports ports);
}
