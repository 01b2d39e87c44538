package dev.cairn.collect;

import com.fasterxml.jackson.databind.JsonNode;
import dev.cairn.collect.EventReader.Outcome;
import dev.cairn.collect.dialect.Dialect;
import dev.cairn.collect.dialect.Dialect.Manner;
import dev.cairn.collect.dialect.Dialects;
import dev.cairn.collect.dialect.Result;
import dev.cairn.collect.dialect.Result.Kind;
import dev.cairn.domain.Delivery.Rejected;
import dev.cairn.http.HttpRequest;
import dev.cairn.http.HttpResponse;
import dev.cairn.http.Paths;
import dev.cairn.store.EventStream.Entry;
import dev.cairn.store.Ports;
import java.util.List;
import java.util.Optional;

/**
 * What is done with a request that brings events, in this order, whatever {@link Dialect} it speaks. Nothing is paid for, no table, salt or stream
 * asked, before the access step has let it pass; a 2xx says that the stream has confirmed every accepted event.
 */
final class Collector {

    /** One step of the way; a refusal ends it. */
    @FunctionalInterface
    private interface Step {
        Optional<Refusal> apply(Submission submission);
    }

    private final Dialects dialects;
    private final List<Step> steps;
    private final Access access;
    private final Ports ports;
    private final Salts salts;
    private final Exclusions exclusions = new Exclusions(Crawlers.list());
    private final ConfirmedPut stream;
    private final HeldBack heldBack;

    Collector(Directory directory, Ports ports, ConfirmedPut.Pace pace, Paths paths) {
        this.dialects = new Dialects(paths, Reading::nested);
        this.access = new Access(directory);
        this.ports = ports;
        this.salts = new Salts(ports.items(), ports.clock());
        this.stream = new ConfirmedPut(ports.stream(), ports.telemetry(), pace);
        this.heldBack = new HeldBack(ports.clock());
        this.steps = List.of(
                Reading::size,
                Reading::encoding,
                Reading::json,
                Reading::translation,
                Reading::shape,
                access::decide,
                this::eachEvent);
    }

    /** Answers whatever comes. Throws only when something of ours is broken. */
    HttpResponse answer(HttpRequest request) {
        Dialect dialect = dialects.at(request.path());
        Submission submission = new Submission(request, dialect);
        HttpResponse answer = answer(submission);
        submission.tally.sayTo(ports.telemetry());
        return access.readableOrigin(submission)
                .map(origin -> Answers.readableBy(origin, answer))
                .orElse(answer);
    }

    private HttpResponse answer(Submission submission) {
        Dialect dialect = submission.dialect;
        HttpRequest request = submission.request;
        if (request.method().equals(dialect.method())) {
            return dialect.answer(request, collect(submission));
        }
        return request.method().equals("OPTIONS") && dialect.manner() != Manner.ANYBODY
                ? access.preflight(submission)
                        .map(refusal -> refused(submission, refusal).own())
                        .orElseGet(() -> Answers.preflight(dialect))
                : methodNotAllowed(submission);
    }

    private Result collect(Submission submission) {
        for (Step step : steps) {
            Optional<Refusal> refusal = step.apply(submission);
            if (refusal.isPresent()) {
                return refused(submission, refusal.get());
            }
        }
        if (submission.debug()) {
            return result(submission, Kind.TRIED, Answers.debug(DebugReport.of(submission)));
        }
        return submission.accepted.isEmpty() ? allRejected(submission) : confirmed(submission);
    }

    private Optional<Refusal> eachEvent(Submission submission) {
        Salts.Source source = submission.debug() ? salts::unstored : salts::stored;
        long receivedAt = submission.request.receivedAt();
        Identity identity =
                new Identity(submission.knownSite(), receivedAt, ports.secrets().master(), source);
        EventReader reader = new EventReader(submission, identity, exclusions);
        Scrubber scrubber = new Scrubber(submission.knownSite(), false);
        int index = 0;
        for (JsonNode event : JsonNodes.field(submission.body, "events")) {
            boolean unnamed = UnnamedEvents.name(event, index, submission);
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

    private Result confirmed(Submission submission) {
        if (!stream.put(Deliveries.of(submission))) {
            submission.tally.add("unconfirmed", submission.accepted.size());
            return refused(
                    submission,
                    new Refusal(Fault.UNAVAILABLE, "The events could not be stored now; send them again, same ids."));
        }
        submission.count();
        offer(heldBack.withAccepted(submission), submission.tally);
        return result(submission, Kind.ACCEPTED, Answers.accepted(submission.accepted.size(), submission.rejected));
    }

    /** All of it is counted in {@code health}, and put at a limited rate: a flood of nonsense must cost us little. */
    private Result allRejected(Submission submission) {
        offer(heldBack.withRejected(submission), submission.tally);
        submission.count();
        return result(
                submission,
                Kind.ALL_REJECTED,
                Answers.allRejected(submission.rejected, submission.request.requestId()));
    }

    /** Once: no answer depends on it, and what is not confirmed goes with a later request. */
    private void offer(List<Entry> rejected, Tally tally) {
        if (!rejected.isEmpty()) {
            List<Entry> unconfirmed = stream.offer(rejected);
            tally.addIf(!unconfirmed.isEmpty(), "rejected_unconfirmed");
            heldBack.takeBack(unconfirmed);
        }
    }

    /** Puts the counts that are held, before the process ends. */
    void end() {
        Tally tally = new Tally();
        offer(heldBack.everything(), tally);
        tally.sayTo(ports.telemetry());
    }

    private static Result refused(Submission submission, Refusal refusal) {
        submission.tally.add("refused_" + refusal.fault().code(), 1);
        HttpResponse own = Answers.refused(refusal, submission.request.requestId());
        return new Result(Kind.REFUSED, List.of(), false, refusal.fault().code(), own);
    }

    private static Result result(Submission submission, Kind kind, HttpResponse own) {
        boolean allExcluded =
                submission.accepted.stream().allMatch(each -> each.event().exclusion() != null);
        String word = submission.rejected.isEmpty()
                ? ""
                : submission.rejected.getFirst().reason();
        return new Result(kind, List.copyOf(submission.rejected), allExcluded, word, own);
    }

    private static HttpResponse methodNotAllowed(Submission submission) {
        submission.tally.add("refused_" + Fault.METHOD_NOT_ALLOWED.code(), 1);
        return Answers.notAllowed(submission.dialect, submission.request.requestId());
    }
}
