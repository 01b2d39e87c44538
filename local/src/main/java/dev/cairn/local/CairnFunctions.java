package dev.cairn.local;

import com.amazonaws.services.lambda.runtime.RequestStreamHandler;
import dev.cairn.aggregate.AggregateHandler;
import dev.cairn.aggregate.CountHandler;
import dev.cairn.aggregate.ThreadWorkers;
import dev.cairn.classify.ClassifyHandler;
import dev.cairn.collect.CollectHandler;
import dev.cairn.http.BrowserPaths;
import dev.cairn.jobs.JobsHandler;
import dev.cairn.jobs.PropagationDelay;
import dev.cairn.report.ApiHandler;
import dev.cairn.store.Dependencies;
import dev.cairn.store.notice.Notices;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.time.Duration;

/** Wires the real handlers, without caching: a plan or key is active before its PUT returns (R2). */
public final class CairnFunctions implements FunctionFactory {
    private static final Duration NOTHING_CACHED = Duration.ZERO;

    private final BrowserPaths paths;

    public CairnFunctions(BrowserPaths paths) {
        this.paths = paths;
    }

    public CairnFunctions() {
        this(BrowserPaths.DEFAULT);
    }

    @Override
    public Function collect(Dependencies dependencies) {
        CollectHandler handler = new CollectHandler(dependencies, NOTHING_CACHED, paths);
        return new Function() {
            @Override
            public void handle(InputStream event, OutputStream answer) throws IOException {
                handler.handleRequest(event, answer, null);
            }

            @Override
            public void end() {
                handler.close();
            }
        };
    }

    @Override
    public Function classify(Dependencies dependencies) {
        return invoking(new ClassifyHandler(dependencies, NOTHING_CACHED));
    }

    @Override
    public Function aggregate(Dependencies dependencies, Notices notices) {
        CountHandler worker = new CountHandler(dependencies, NOTHING_CACHED);
        ThreadWorkers workers = new ThreadWorkers(Runtime.getRuntime().availableProcessors(), worker::count);
        AggregateHandler handler = new AggregateHandler(dependencies, NOTHING_CACHED, workers, notices);
        return new Function() {
            @Override
            public void handle(InputStream event, OutputStream answer) throws IOException {
                handler.handleRequest(event, answer, null);
            }

            @Override
            public void end() {
                workers.close();
            }
        };
    }

    /** Its jobs start once every earlier record is classified and archived. */
    @Override
    public Function restate(Dependencies dependencies) {
        return invoking(new JobsHandler(dependencies, NOTHING_CACHED, PropagationDelay.NONE));
    }

    @Override
    public Function report(Dependencies dependencies) {
        return invoking(new ApiHandler(dependencies, NOTHING_CACHED, paths));
    }

    /** There is no time limit without a Lambda context. */
    private static Function invoking(RequestStreamHandler handler) {
        return (event, answer) -> handler.handleRequest(event, answer, null);
    }
}
