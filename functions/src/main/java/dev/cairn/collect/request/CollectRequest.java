package dev.cairn.collect.request;

import com.fasterxml.jackson.databind.JsonNode;
import dev.cairn.collect.protocol.Protocol;
import dev.cairn.collect.text.JsonNodes;
import dev.cairn.collect.text.RequestLimits;
import dev.cairn.http.HttpRequest;
import dev.cairn.plan.model.Site;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Holds one request during the steps of {@code CollectPipeline}; each step sets what later steps need. */
public final class CollectRequest {
    public final HttpRequest request;
    public final Protocol protocol;
    /** Whether the request has a key. Until the access step has checked the key, true only means that one was sent. */
    public boolean server;

    RequestLimits limits;
    /** The body as sent, later decompressed. */
    byte[] bytes;

    public String text = "";
    public JsonNode body = JsonNodes.ABSENT;
    /** The id of the site as sent, or implied by the key; empty until the access step, or if it is not a valid id. */
    public String siteId = "";

    public Optional<Site> site = Optional.empty();
    public int planVersion;
    /** The server key that was sent; the access step checks whether it is valid. */
    public Optional<String> secret = Optional.empty();

    /** Why the whole request was refused; empty unless it was. */
    public Optional<RequestError> refusedFor = Optional.empty();

    public final List<IdentifiedEvent> accepted = new ArrayList<>();
    /** The index in the body of each accepted event. */
    public final List<Integer> places = new ArrayList<>();

    public final List<RejectedEvent> rejected = new ArrayList<>();
    /** Warnings, which do not cause a rejection. */
    public List<EventWarning> warnings = List.of();

    public final RequestCounters tally = new RequestCounters();

    public CollectRequest(HttpRequest request, Protocol protocol) {
        this.request = request;
        this.protocol = protocol;
        this.server = protocol.showsKey(request);
        this.limits = server ? RequestLimits.SERVER : RequestLimits.BROWSER;
        this.bytes = request.body();
    }

    /** Whether to report the outcome without storing anything. */
    public boolean debug() {
        return protocol.triesOnly(request);
    }

    public Site knownSite() {
        return site.orElseThrow();
    }

    public void accept(int index, IdentifiedEvent event) {
        accepted.add(event);
        places.add(index);
    }

    public void reject(RejectedEvent event) {
        rejected.add(event);
    }

    /** Counts received = accepted + rejected, over bodies that passed the access step. */
    public void count() {
        tally.add("received", accepted.size() + rejected.size());
        tally.add("accepted", accepted.size());
        tally.add("rejected", rejected.size());
        rejected.forEach(each -> tally.add("rejected_" + each.reason(), 1));
    }
}
