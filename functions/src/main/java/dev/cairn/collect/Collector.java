package dev.cairn.collect;

import com.fasterxml.jackson.databind.JsonNode;
import dev.cairn.collect.EventReader.Outcome;
import dev.cairn.domain.Delivery.Rejected;
import dev.cairn.http.HttpRequest;
import dev.cairn.http.HttpResponse;
import dev.cairn.store.EventStream.Entry;
import dev.cairn.store.Ports;
import java.util.List;
import java.util.Optional;

/**
 * {@code POST /v1/events}: what is done with a request, in this order. Nothing is paid for, no table, salt or stream
 * asked, before the access step has let it pass; a 2xx says that the stream has confirmed every accepted event.
 */
final class Collector {

    /** One step of the way; a refusal ends it. */
    @FunctionalInterface
    private interface Step {
        Optional<Refusal> apply(Submission submission);
    }

    private final List<Step> steps;
    private final Access access;
    private final Ports ports;
    private final Salts salts;
    private final Exclusions exclusions = new Exclusions(Crawlers.list());
    private final ConfirmedPut stream;
    private final OncePerSecond refusedBodies;

    Collector(Directory directory, Ports ports, ConfirmedPut.Pace pace) {
        this.access = new Access(directory);
        this.ports = ports;
        this.salts = new Salts(ports.items(), ports.clock());
        this.stream = new ConfirmedPut(ports.stream(), ports.telemetry(), pace);
        this.refusedBodies = new OncePerSecond(ports.clock());
        this.steps = List.of(
                Reading::size, Reading::encoding, Reading::json, Reading::shape, access::decide, this::eachEvent);
    }

    /** Answers whatever comes. Throws only when something of ours is broken. */
    HttpResponse answer(HttpRequest request) {
        Submission submission = new Submission(request);
        HttpResponse answer = switch (request.method()) {
            case "POST" -> collect(submission);
            case "OPTIONS" ->
                access.preflight(request)
                        .map(refusal -> refused(submission, refusal))
                        .orElseGet(Answers::preflight);
            default ->
                refused(
                        submission,
                        new Refusal(Fault.METHOD_NOT_ALLOWED, "Events are sent with " + Answers.METHODS + "."));
        };
        submission.tally.sayTo(ports.telemetry());
        return access.readableOrigin(submission)
                .map(origin -> Answers.readableBy(origin, answer))
                .orElse(answer);
    }

    private HttpResponse collect(Submission submission) {
        for (Step step : steps) {
            Optional<Refusal> refusal = step.apply(submission);
            if (refusal.isPresent()) {
                return refused(submission, refusal.get());
            }
        }
        if (submission.debug()) {
            return Answers.debug(DebugReport.of(submission));
        }
        return submission.accepted.isEmpty() ? allRejected(submission) : confirmed(submission);
    }

    private Optional<Refusal> eachEvent(Submission submission) {
        Salts.Source source = submission.debug() ? salts::unstored : salts::stored;
        Identity identity = new Identity(submission.knownSite(), ports.secrets().master(), source);
        EventReader reader = new EventReader(submission, identity, exclusions);
        Scrubber scrubber = new Scrubber(submission.knownSite(), false);
        int index = 0;
        for (JsonNode event : JsonNodes.field(submission.body, "events")) {
            switch (reader.read(event)) {
                case Outcome.Accepted accepted -> submission.accept(index, accepted.event());
                case Outcome.Refused refused ->
                    submission.reject(
                            new Rejected(index, refused.reason().word(), RejectedPayload.of(event, scrubber)));
            }
            index++;
        }
        return Optional.empty();
    }

    private HttpResponse confirmed(Submission submission) {
        if (!stream.put(Deliveries.of(submission))) {
            submission.tally.add("unconfirmed", submission.accepted.size());
            return refused(
                    submission,
                    new Refusal(Fault.UNAVAILABLE, "The events could not be stored now; send them again, same ids."));
        }
        submission.count();
        return Answers.accepted(submission.accepted.size(), submission.rejected);
    }

    /** Put too, so that {@code health} shows it, but seldom: whoever sends nonsense must not make us pay for it. */
    private HttpResponse allRejected(Submission submission) {
        if (refusedBodies.mayPass()) {
            List<Entry> entries = Deliveries.of(submission);
            submission.tally.addIf(!stream.offer(entries).isEmpty(), "rejected_unconfirmed");
        }
        submission.count();
        return Answers.allRejected(submission.rejected, submission.request.requestId());
    }

    private static HttpResponse refused(Submission submission, Refusal refusal) {
        submission.tally.add("refused_" + refusal.fault().code(), 1);
        return Answers.refused(refusal, submission.request.requestId());
    }
}
