package dev.cairn.collect;

import com.fasterxml.jackson.databind.JsonNode;
import dev.cairn.collect.dialect.Dialect;
import dev.cairn.domain.Delivery.Rejected;
import dev.cairn.http.HttpRequest;
import dev.cairn.plan.Site;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** One request on its way through the steps of {@code Collector}; each step fills in what the next ones need. */
final class Submission {
    final HttpRequest request;
    final Dialect dialect;
    /** Whether it speaks with a key. True only says that one was shown until the access step has looked at it. */
    boolean server;

    Limits limits;
    /** As sent, then inflated. */
    byte[] bytes;

    String text = "";
    JsonNode body = JsonNodes.ABSENT;
    Optional<Site> site = Optional.empty();
    int planVersion;
    /** The server key that was shown; found or not, the access step says. */
    Optional<String> secret = Optional.empty();

    final List<ResolvedEvent> accepted = new ArrayList<>();
    /** The place in the body of each accepted event. */
    final List<Integer> places = new ArrayList<>();

    final List<Rejected> rejected = new ArrayList<>();
    final Tally tally = new Tally();

    Submission(HttpRequest request, Dialect dialect) {
        this.request = request;
        this.dialect = dialect;
        this.server = dialect.showsKey(request);
        this.limits = server ? Limits.SERVER : Limits.BROWSER;
        this.bytes = request.body();
    }

    /** Say what would become of it, store nothing. */
    boolean debug() {
        return dialect.triesOnly(request);
    }

    Site knownSite() {
        return site.orElseThrow();
    }

    void accept(int index, ResolvedEvent event) {
        accepted.add(event);
        places.add(index);
    }

    void reject(Rejected event) {
        rejected.add(event);
    }

    /** received = accepted + rejected, over bodies that passed site and access (SPEC section 10). */
    void count() {
        tally.add("received", accepted.size() + rejected.size());
        tally.add("accepted", accepted.size());
        tally.add("rejected", rejected.size());
        rejected.forEach(each -> tally.add("rejected_" + each.reason(), 1));
    }
}
