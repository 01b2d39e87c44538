package dev.cairn.local;

import dev.cairn.store.Ports;

/** The real handlers. */
public final class CairnFunctions implements Wiring {

    @Override
    public Function collect(Ports ports) {
        throw new UnsupportedOperationException("CollectHandler is being built");
    }

    @Override
    public Function classify(Ports ports) {
        throw new UnsupportedOperationException("ClassifyHandler is being built");
    }

    @Override
    public Function aggregate(Ports ports) {
        throw new UnsupportedOperationException("AggregateHandler is being built");
    }

    @Override
    public Function report(Ports ports) {
        throw new UnsupportedOperationException("ReportHandler is being built");
    }
}
