package dev.cairn.collect;

import com.fasterxml.jackson.databind.JsonNode;
import dev.cairn.collect.access.CollectAccess;
import dev.cairn.collect.access.SiteDirectory;
import dev.cairn.collect.bots.BotFilter;
import dev.cairn.collect.bots.CrawlerList;
import dev.cairn.collect.event.EventFactory;
import dev.cairn.collect.event.EventFactory.Outcome;
import dev.cairn.collect.event.RejectedPayload;
import dev.cairn.collect.identity.DailySalts;
import dev.cairn.collect.identity.VisitorIdentifier;
import dev.cairn.collect.protocol.CollectResult;
import dev.cairn.collect.protocol.CollectResult.Kind;
import dev.cairn.collect.protocol.Protocol;
import dev.cairn.collect.protocol.Protocol.Manner;
import dev.cairn.collect.protocol.Protocols;
import dev.cairn.collect.request.BodyDecoder;
import dev.cairn.collect.request.CollectRequest;
import dev.cairn.collect.request.RequestCounters;
import dev.cairn.collect.request.RequestError;
import dev.cairn.collect.request.RequestRefusal;
import dev.cairn.collect.scrub.PiiScrubber;
import dev.cairn.collect.stream.DeliveryBatcher;
import dev.cairn.collect.stream.RejectionLimiter;
import dev.cairn.collect.stream.RetryingStreamWriter;
import dev.cairn.collect.text.JsonNodes;
import dev.cairn.domain.event.Delivery.Rejected;
import dev.cairn.http.HttpRequest;
import dev.cairn.http.HttpResponse;
import dev.cairn.http.PublicPaths;
import dev.cairn.store.Dependencies;
import dev.cairn.store.EventStream.Entry;
import java.util.List;
import java.util.Optional;

/**
 * Processes a collection request in a fixed order of steps, whatever {@link Protocol} it uses. Until the access step
 * lets the request through, no table, salt or stream is used, apart from the plan and the keys, which are usually
 * cached. A 2xx means that the stream has confirmed every accepted event.
 */
final class CollectPipeline {

    /** One step of the pipeline; a refusal ends it. */
    @FunctionalInterface
    private interface Step {
        Optional<RequestRefusal> apply(CollectRequest submission);
    }

    private final Protocols dialects;
    private final List<Step> steps;
    private final CollectAccess access;
    private final Dependencies ports;
    private final DailySalts salts;
    private final BotFilter exclusions = new BotFilter(CrawlerList.list());
    private final RetryingStreamWriter stream;
    private final RejectionLimiter heldBack;

    CollectPipeline(
            SiteDirectory directory, Dependencies ports, RetryingStreamWriter.RetryTiming pace, PublicPaths paths) {
        this.dialects = new Protocols(paths, BodyDecoder::nested);
        this.access = new CollectAccess(directory);
        this.ports = ports;
        this.salts = new DailySalts(ports.items(), ports.clock());
        this.stream = new RetryingStreamWriter(ports.stream(), ports.telemetry(), pace);
        this.heldBack = new RejectionLimiter(ports.clock());
        this.steps = List.of(
                BodyDecoder::size,
                BodyDecoder::encoding,
                BodyDecoder::json,
                BodyDecoder::translation,
                BodyDecoder::shape,
                access::decide,
                this::eachEvent);
    }

    /** Answers every request. Throws only on an internal failure. */
    HttpResponse answer(HttpRequest request) {
        Protocol dialect = dialects.at(request.path());
        CollectRequest submission = new CollectRequest(request, dialect);
        HttpResponse answer = answer(submission);
        submission.tally.sayTo(ports.telemetry());
        return access.readableOrigin(submission)
                .map(origin -> CollectResponses.readableBy(origin, answer))
                .orElse(answer);
    }

    private HttpResponse answer(CollectRequest submission) {
        Protocol dialect = submission.dialect;
        HttpRequest request = submission.request;
        if (request.method().equals(dialect.method())) {
            return dialect.answer(request, collect(submission));
        }
        return request.method().equals("OPTIONS") && dialect.manner() != Manner.ANYBODY
                ? access.preflight(submission)
                        .map(refusal -> refused(submission, refusal).own())
                        .orElseGet(() -> CollectResponses.preflight(dialect))
                : methodNotAllowed(submission);
    }

    private CollectResult collect(CollectRequest submission) {
        for (Step step : steps) {
            Optional<RequestRefusal> refusal = step.apply(submission);
            if (refusal.isPresent()) {
                return refused(submission, refusal.get());
            }
        }
        if (submission.debug()) {
            return result(submission, Kind.TRIED, CollectResponses.debug(DebugReport.of(submission)));
        }
        return submission.accepted.isEmpty() ? allRejected(submission) : confirmed(submission);
    }

    private Optional<RequestRefusal> eachEvent(CollectRequest submission) {
        DailySalts.Source source = submission.debug() ? salts::unstored : salts::stored;
        long receivedAt = submission.request.receivedAt();
        VisitorIdentifier identity = new VisitorIdentifier(
                submission.knownSite(), receivedAt, ports.secrets().master(), source);
        EventFactory reader = new EventFactory(submission, identity, exclusions);
        PiiScrubber scrubber = new PiiScrubber(submission.knownSite(), false);
        int index = 0;
        for (JsonNode event : JsonNodes.field(submission.body, "events")) {
            boolean unnamed = GeneratedEventIds.name(event, index, submission);
            switch (reader.read(event)) {
                case Outcome.Accepted accepted -> {
                    submission.accept(index, accepted.event());
                    submission.tally.addIf(unnamed && !submission.debug(), "not_deduplicated");
                }
                case Outcome.Refused refused ->
                    submission.reject(
                            new Rejected(index, refused.reason().word(), RejectedPayload.of(event, scrubber)));
            }
            index++;
        }
        return Optional.empty();
    }

    private CollectResult confirmed(CollectRequest submission) {
        if (!stream.put(DeliveryBatcher.of(submission))) {
            submission.tally.add("unconfirmed", submission.accepted.size());
            return refused(
                    submission,
                    new RequestRefusal(
                            RequestError.UNAVAILABLE,
                            "The events could not be stored; send them again with the same ids."));
        }
        submission.count();
        offer(heldBack.withAccepted(submission), submission.tally);
        return result(
                submission, Kind.ACCEPTED, CollectResponses.accepted(submission.accepted.size(), submission.rejected));
    }

    /**
     * Counts every rejected event in {@code health}, but puts the counts on the stream at a limited rate: a flood of
     * invalid events must cost little.
     */
    private CollectResult allRejected(CollectRequest submission) {
        offer(heldBack.withRejected(submission), submission.tally);
        submission.count();
        return result(
                submission,
                Kind.ALL_REJECTED,
                CollectResponses.allRejected(submission.rejected, submission.request.requestId()));
    }

    /** Offers the records once: no response depends on them, and unconfirmed ones are sent with a later request. */
    private void offer(List<Entry> rejected, RequestCounters tally) {
        if (!rejected.isEmpty()) {
            List<Entry> unconfirmed = stream.offer(rejected);
            tally.addIf(!unconfirmed.isEmpty(), "rejected_unconfirmed");
            heldBack.takeBack(unconfirmed);
        }
    }

    /** Puts the held counts on the stream before the process ends. */
    void end() {
        RequestCounters tally = new RequestCounters();
        offer(heldBack.everything(), tally);
        tally.sayTo(ports.telemetry());
    }

    private static CollectResult refused(CollectRequest submission, RequestRefusal refusal) {
        submission.tally.add("refused_" + refusal.fault().code(), 1);
        HttpResponse own = CollectResponses.refused(refusal, submission.request.requestId());
        return new CollectResult(Kind.REFUSED, List.of(), false, refusal.fault().code(), own);
    }

    private static CollectResult result(CollectRequest submission, Kind kind, HttpResponse own) {
        boolean allExcluded =
                submission.accepted.stream().allMatch(each -> each.event().exclusion() != null);
        String word = submission.rejected.isEmpty()
                ? ""
                : submission.rejected.getFirst().reason();
        return new CollectResult(kind, List.copyOf(submission.rejected), allExcluded, word, own);
    }

    private static HttpResponse methodNotAllowed(CollectRequest submission) {
        submission.tally.add("refused_" + RequestError.METHOD_NOT_ALLOWED.code(), 1);
        return CollectResponses.notAllowed(submission.dialect, submission.request.requestId());
    }
}
