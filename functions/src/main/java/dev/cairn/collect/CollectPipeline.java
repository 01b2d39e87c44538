package dev.cairn.collect;

import com.fasterxml.jackson.databind.JsonNode;
import dev.cairn.access.EdgeHeaders;
import dev.cairn.collect.access.CollectAccess;
import dev.cairn.collect.access.RefusalRecorder;
import dev.cairn.collect.access.SiteDirectory;
import dev.cairn.collect.bots.CrawlerDetector;
import dev.cairn.collect.bots.ExclusionDetector;
import dev.cairn.collect.event.BodyWarnings;
import dev.cairn.collect.event.EventFactory;
import dev.cairn.collect.event.EventFactory.Outcome;
import dev.cairn.collect.event.RejectedEventExcerpt;
import dev.cairn.collect.identity.DailySalts;
import dev.cairn.collect.identity.VisitorIdentifier;
import dev.cairn.collect.protocol.CollectResult;
import dev.cairn.collect.protocol.CollectResult.Kind;
import dev.cairn.collect.protocol.Protocol;
import dev.cairn.collect.protocol.Protocol.Manner;
import dev.cairn.collect.protocol.Protocols;
import dev.cairn.collect.request.BodyParser;
import dev.cairn.collect.request.CollectRequest;
import dev.cairn.collect.request.DeviceCookie;
import dev.cairn.collect.request.RejectedEvent;
import dev.cairn.collect.request.RequestCounters;
import dev.cairn.collect.request.RequestError;
import dev.cairn.collect.request.RequestRefusal;
import dev.cairn.collect.scrub.PiiScrubber;
import dev.cairn.collect.stream.DeliveryBatcher;
import dev.cairn.collect.stream.RejectionLimiter;
import dev.cairn.collect.stream.RetryingStreamWriter;
import dev.cairn.collect.text.JsonNodes;
import dev.cairn.domain.event.Delivery.Rejected;
import dev.cairn.http.BrowserPaths;
import dev.cairn.http.HttpRequest;
import dev.cairn.http.HttpResponse;
import dev.cairn.store.Dependencies;
import dev.cairn.store.EventStream.Entry;
import java.util.List;
import java.util.Optional;

/**
 * Processes a collection request in a fixed order of steps, whatever {@link Protocol} it uses. Before the access step
 * allows the request, it touches no table, salt or stream, except for the plan and the keys, which are usually cached,
 * and the few writes of {@link RefusalRecorder}. A 2xx means that the stream has confirmed every accepted event.
 */
final class CollectPipeline {

    /** One step of the pipeline; a refusal ends it. */
    @FunctionalInterface
    private interface Step {
        Optional<RequestRefusal> apply(CollectRequest collectRequest);
    }

    private final Protocols protocols;
    private final List<Step> steps;
    private final EdgeHeaders edge;
    private final CollectAccess access;
    private final Dependencies dependencies;
    private final DailySalts salts;
    private final ExclusionDetector exclusionDetector = new ExclusionDetector(CrawlerDetector.list());
    private final RetryingStreamWriter streamWriter;
    private final RejectionLimiter rejectionLimiter;
    private final RefusalRecorder refusalRecorder;

    CollectPipeline(
            SiteDirectory directory,
            Dependencies dependencies,
            RetryingStreamWriter.RetryTiming pace,
            BrowserPaths paths) {
        this.protocols = new Protocols(paths, BodyParser::nested);
        this.edge = new EdgeHeaders(dependencies.secrets());
        this.access = new CollectAccess(directory);
        this.dependencies = dependencies;
        this.salts = new DailySalts(dependencies.items(), dependencies.clock());
        this.streamWriter = new RetryingStreamWriter(dependencies.stream(), dependencies.telemetry(), pace);
        this.rejectionLimiter = new RejectionLimiter(dependencies.clock());
        this.refusalRecorder = new RefusalRecorder(dependencies);
        this.steps = List.of(
                BodyParser::checkSize,
                BodyParser::decodeText,
                BodyParser::parseJson,
                BodyParser::translate,
                BodyParser::checkShape,
                access::decide,
                this::eachEvent);
    }

    /** Returns a response to every request. Throws only on an internal failure. */
    HttpResponse answer(HttpRequest received) {
        HttpRequest request = edge.viewerOf(received);
        Protocol protocol = protocols.at(request.path());
        CollectRequest collectRequest = new CollectRequest(request, protocol);
        HttpResponse answer = request.method().equals(protocol.method())
                ? protocol.answer(request, collect(collectRequest))
                : withoutEvents(collectRequest);
        refusalRecorder.record(collectRequest);
        collectRequest.tally.sayTo(dependencies.telemetry());
        return access.readableOrigin(collectRequest)
                .map(origin -> CollectResponses.readableBy(origin, answer, DeviceCookie.isSentWith(collectRequest)))
                .orElse(answer);
    }

    /** Responds to a request whose method sends no events: a preflight, or a method that is not allowed. */
    private HttpResponse withoutEvents(CollectRequest collectRequest) {
        Protocol protocol = collectRequest.protocol;
        return collectRequest.request.method().equals("OPTIONS") && protocol.manner() != Manner.ANYBODY
                ? access.preflight(collectRequest)
                        .map(refusal -> refused(collectRequest, refusal).own())
                        .orElseGet(() -> CollectResponses.preflight(protocol))
                : methodNotAllowed(collectRequest);
    }

    private CollectResult collect(CollectRequest collectRequest) {
        for (Step step : steps) {
            Optional<RequestRefusal> refusal = step.apply(collectRequest);
            if (refusal.isPresent()) {
                return refused(collectRequest, refusal.get());
            }
        }
        if (collectRequest.debug()) {
            return result(collectRequest, Kind.TRIED, CollectResponses.debug(DebugReport.of(collectRequest)));
        }
        return collectRequest.accepted.isEmpty() ? allRejected(collectRequest) : confirmed(collectRequest);
    }

    private Optional<RequestRefusal> eachEvent(CollectRequest collectRequest) {
        DailySalts.Source source = collectRequest.debug() ? salts::unstored : salts::stored;
        VisitorIdentifier visitorIdentifier = new VisitorIdentifier(
                collectRequest.knownSite(), dependencies.secrets().master(), source);
        EventFactory eventFactory = new EventFactory(collectRequest, visitorIdentifier, exclusionDetector);
        PiiScrubber scrubber = new PiiScrubber(collectRequest.knownSite(), false);
        int index = 0;
        for (JsonNode event : JsonNodes.field(collectRequest.body, "events")) {
            boolean unnamed = GeneratedEventIds.addIfMissing(event, index, collectRequest);
            switch (eventFactory.read(event)) {
                case Outcome.Accepted accepted -> {
                    collectRequest.accept(index, accepted.event());
                    collectRequest.tally.addIf(unnamed && !collectRequest.debug(), "not_deduplicated");
                }
                case Outcome.Refused refused ->
                    collectRequest.reject(
                            new RejectedEvent(index, refused.faults(), RejectedEventExcerpt.of(event, scrubber)));
            }
            index++;
        }
        boolean hints =
                collectRequest.protocol.manner() == Manner.OWN && (collectRequest.server || collectRequest.debug());
        collectRequest.warnings = hints ? BodyWarnings.of(collectRequest) : List.of();
        return Optional.empty();
    }

    private CollectResult confirmed(CollectRequest collectRequest) {
        if (!streamWriter.put(DeliveryBatcher.of(collectRequest))) {
            collectRequest.tally.add("unconfirmed", collectRequest.accepted.size());
            return refused(
                    collectRequest,
                    new RequestRefusal(
                            RequestError.UNAVAILABLE,
                            "The events could not be stored; send them again with the same ids."));
        }
        collectRequest.count();
        offer(rejectionLimiter.withAccepted(collectRequest), collectRequest.tally);
        return result(collectRequest, Kind.ACCEPTED, CollectResponses.accepted(collectRequest));
    }

    /**
     * Counts every rejected event in {@code health}, but writes the counts to the stream at a limited rate, so that a
     * flood of invalid events costs little.
     */
    private CollectResult allRejected(CollectRequest collectRequest) {
        offer(rejectionLimiter.withRejected(collectRequest), collectRequest.tally);
        collectRequest.count();
        return result(collectRequest, Kind.ALL_REJECTED, CollectResponses.allRejected(collectRequest));
    }

    /** Sends the records once: no response depends on them, and unconfirmed ones are sent with a later request. */
    private void offer(List<Entry> rejected, RequestCounters tally) {
        if (!rejected.isEmpty()) {
            List<Entry> unconfirmed = streamWriter.offer(rejected);
            tally.addIf(!unconfirmed.isEmpty(), "rejected_unconfirmed");
            rejectionLimiter.takeBack(unconfirmed);
        }
    }

    /** Writes the pending counts to the stream and those of refused requests to the table before the process ends. */
    void end() {
        RequestCounters tally = new RequestCounters();
        offer(rejectionLimiter.everything(), tally);
        tally.sayTo(dependencies.telemetry());
        refusalRecorder.writeAll();
    }

    private static CollectResult refused(CollectRequest collectRequest, RequestRefusal refusal) {
        collectRequest.tally.add("refused_" + refusal.fault().code(), 1);
        collectRequest.refusedFor = Optional.of(refusal.fault());
        HttpResponse own = CollectResponses.refused(refusal, collectRequest.request.requestId());
        return new CollectResult(Kind.REFUSED, List.of(), false, refusal.fault().code(), own);
    }

    private static CollectResult result(CollectRequest collectRequest, Kind kind, HttpResponse own) {
        boolean allExcluded =
                collectRequest.accepted.stream().allMatch(each -> each.event().exclusion() != null);
        String word = collectRequest.rejected.isEmpty()
                ? ""
                : collectRequest.rejected.getFirst().reason();
        List<Rejected> rejected =
                collectRequest.rejected.stream().map(RejectedEvent::onStream).toList();
        return new CollectResult(kind, rejected, allExcluded, word, own);
    }

    private static HttpResponse methodNotAllowed(CollectRequest collectRequest) {
        collectRequest.tally.add("refused_" + RequestError.METHOD_NOT_ALLOWED.code(), 1);
        return CollectResponses.notAllowed(collectRequest.protocol, collectRequest.request.requestId());
    }
}
