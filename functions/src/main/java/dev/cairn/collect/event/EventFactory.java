package dev.cairn.collect.event;

import com.fasterxml.jackson.databind.JsonNode;
import dev.cairn.collect.bots.BrowserFamily;
import dev.cairn.collect.bots.DeviceClassifier;
import dev.cairn.collect.bots.ExclusionDetector;
import dev.cairn.collect.bots.ExclusionDetector.BotSignals;
import dev.cairn.collect.bots.MailProxies;
import dev.cairn.collect.identity.EndUser;
import dev.cairn.collect.identity.VisitorIdentifier;
import dev.cairn.collect.protocol.Protocol.Manner;
import dev.cairn.collect.request.CollectRequest;
import dev.cairn.collect.request.EventFault;
import dev.cairn.collect.request.IdentifiedEvent;
import dev.cairn.collect.request.RejectionReason;
import dev.cairn.collect.request.RequestCounters;
import dev.cairn.collect.scrub.AccountNumberFinder;
import dev.cairn.collect.scrub.ClickIds;
import dev.cairn.collect.scrub.IpAddressParser;
import dev.cairn.collect.scrub.PiiScrubber;
import dev.cairn.collect.scrub.Redactor;
import dev.cairn.collect.text.JsonNodes;
import dev.cairn.collect.text.RequestLimits;
import dev.cairn.collect.text.Texts;
import dev.cairn.domain.event.AcceptedEvent;
import dev.cairn.domain.event.Client;
import dev.cairn.domain.event.Money;
import dev.cairn.http.HttpRequest;
import dev.cairn.plan.model.Site;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Converts the events of a body to the stored form: validates, timestamps, identifies, classifies and scrubs each. */
public final class EventFactory {

    /** The outcome for one event. */
    public sealed interface Outcome {
        record Accepted(IdentifiedEvent event) implements Outcome {}

        record Refused(List<EventFault> faults) implements Outcome {}
    }

    private final HttpRequest request;
    private final JsonNode body;
    private final boolean server;
    private final Manner manner;
    private final Site site;
    private final VisitorIdentifier identity;
    private final ExclusionDetector exclusions;
    private final RequestCounters tally;
    private final PropertyNormalizer withAds;
    private final PropertyNormalizer withoutAds;

    public EventFactory(CollectRequest collectRequest, VisitorIdentifier identity, ExclusionDetector exclusions) {
        this.request = collectRequest.request;
        this.body = collectRequest.body;
        this.server = collectRequest.server;
        this.manner = collectRequest.protocol.manner();
        this.site = collectRequest.knownSite();
        this.identity = identity;
        this.exclusions = exclusions;
        this.tally = collectRequest.tally;
        this.withAds = new PropertyNormalizer(new PiiScrubber(site, true));
        this.withoutAds = new PropertyNormalizer(new PiiScrubber(site, false));
    }

    public Outcome read(JsonNode event) {
        RawEvent sent = new RawEvent(event, body, server, manner == Manner.CLIENT);
        List<EventFault> faults = new ArrayList<>(EventValidator.faultsOf(sent, request.receivedAt()));
        Optional<EventTime> timed =
                EventValidator.isInteger(sent.field("at")) ? Optional.of(timeOf(sent)) : Optional.empty();
        timed.filter(time -> time.olderThan(ageLimitMillis(), request.receivedAt()))
                .ifPresent(time -> faults.add(tooOld(sent)));
        if (!faults.isEmpty() || timed.isEmpty()) {
            return new Outcome.Refused(List.copyOf(faults));
        }
        EventTime time = timed.get();
        tally.addIf(time.adjusted(), "time_adjusted");
        EndUser endUser = speakerOf(sent);
        AcceptedEvent accepted = accepted(sent, time, endUser);
        if (manner == Manner.ANYBODY) {
            return PixelGoals.admit(accepted, site)
                    ? new Outcome.Accepted(
                            new IdentifiedEvent(accepted, VisitorIdentifier.VisitorIdentity.NOBODY, false))
                    : new Outcome.Refused(List.of(EventFault.of(RejectionReason.NOT_A_PIXEL_GOAL)));
        }
        return new Outcome.Accepted(
                new IdentifiedEvent(accepted, identity.of(endUser, time.at()), endUser.adsConsent()));
    }

    private EventFault tooOld(RawEvent sent) {
        Long at = sent.integer("at");
        return EventFault.of(RejectionReason.TOO_OLD, at == null ? "" : FaultHints.tooOld(at, request.receivedAt()));
    }

    private EventTime timeOf(RawEvent sent) {
        Long at = sent.integer("at");
        return server
                ? EventTime.ofServer(at, request.receivedAt())
                : EventTime.ofBrowser(at, sentAt(), request.receivedAt());
    }

    /** A {@code sent_at} that is not an integer counts as absent, so the event gets the time of receipt. */
    private @Nullable Long sentAt() {
        JsonNode sentAt = JsonNodes.field(body, "sent_at");
        return EventValidator.isInteger(sentAt) ? RawEvent.integer(sentAt) : null;
    }

    private long ageLimitMillis() {
        return server ? Duration.ofDays(site.retentionDays()).toMillis() : EventTime.BROWSER_AGE_MILLIS;
    }

    /**
     * With a key, only the context describes the visitor; the address and user agent of the key holder are never used.
     */
    private EndUser speakerOf(RawEvent sent) {
        String address = server ? JsonNodes.text(sent.context("ip")) : request.sourceIp();
        String agent = server
                ? JsonNodes.text(sent.context("user_agent"))
                : request.header("user-agent").orElse(null);
        tally.addIf(agent != null && agent.length() > RequestLimits.AGENT_CHARACTERS, "agent_cut");
        boolean privacyControl = request.header("sec-gpc").map("1"::equals).orElse(false);
        return new EndUser(
                JsonNodes.text(sent.visitor()),
                provenUser(sent),
                sent.consents("analytics"),
                sent.consents("ads") && !privacyControl,
                IpAddressParser.canonical(address),
                agent == null ? null : Texts.cut(agent, RequestLimits.AGENT_CHARACTERS));
    }

    /** I1: an unproven user id counts as not sent. */
    private @Nullable String provenUser(RawEvent sent) {
        String user = JsonNodes.text(sent.user());
        if (user == null || server) {
            return user;
        }
        boolean proven = switch (site.collect().identity()) {
            case ANY -> true;
            case SIGNED -> identity.isSigned(user, sent.userSignature());
            case SERVER -> false;
        };
        tally.addIf(!proven, "user_unproven");
        return proven ? user : null;
    }

    private AcceptedEvent accepted(RawEvent sent, EventTime time, EndUser endUser) {
        PropertyNormalizer props = endUser.adsConsent() ? withAds : withoutAds;
        String url = sent.page("url");
        String referrer = sent.page("referrer");
        Long seq = sent.integer("seq");
        return new AcceptedEvent(
                new AcceptedEvent.Identity(id(sent), ContentHasher.of(sent.event(), url, referrer)),
                props.name(Objects.requireNonNull(JsonNodes.text(sent.field("name")))),
                new AcceptedEvent.Time(time.at(), seq == null ? 0 : seq, time.adjusted()),
                new AcceptedEvent.Page(
                        page(url, props.scrubber()), page(referrer, props.scrubber()), ClickIds.sourceOf(url)),
                props.read(sent.field("props")),
                transaction(sent),
                new Client(DeviceClassifier.classOf(endUser.agent()), country(), BrowserFamily.of(endUser.agent())),
                exclusions.exclusionOf(signs(sent, endUser, referrer), site));
    }

    private String id(RawEvent sent) {
        String id = Objects.requireNonNull(JsonNodes.text(sent.field("id")));
        return AccountNumberFinder.isPaymentCard(id) ? identity.pseudonym("id", id) : id;
    }

    private AcceptedEvent.Transaction transaction(RawEvent sent) {
        String orderId = JsonNodes.text(sent.field("order_id"));
        return new AcceptedEvent.Transaction(
                money(sent.field("value")),
                orderId != null && Redactor.betrays(orderId) ? identity.pseudonym("order_id", orderId) : orderId,
                EventValidator.isRefund(sent));
    }

    private BotSignals signs(RawEvent sent, EndUser endUser, @Nullable String referrer) {
        boolean prefetch = !server
                && request.header("sec-purpose")
                        .map(ExclusionDetector::isPrefetch)
                        .orElse(false);
        return new BotSignals(
                endUser.address(),
                endUser.agent(),
                server,
                prefetch,
                JsonNodes.isTrue(sent.context("webdriver")),
                manner == Manner.ANYBODY && MailProxies.isOne(endUser.agent()),
                referrer);
    }

    private @Nullable String page(@Nullable String sent, PiiScrubber scrubber) {
        if (sent == null || sent.isBlank()) {
            return null;
        }
        Optional<String> page = scrubber.page(sent);
        tally.addIf(page.isEmpty(), "url_dropped");
        tally.addIf(page.isPresent() && page.get().length() > RequestLimits.URL_CHARACTERS, "url_cut");
        return page.map(url -> Texts.cut(url, RequestLimits.URL_CHARACTERS)).orElse(null);
    }

    private @Nullable Money money(JsonNode value) {
        return AmountParser.tryParse(JsonNodes.field(value, "amount"))
                .map(amount -> new Money(
                        amount,
                        Objects.requireNonNullElse(
                                JsonNodes.text(JsonNodes.field(value, "currency")), site.currency())))
                .orElse(null);
    }

    /**
     * The browser's country as reported by the CDN. Null with a key, since the key holder's location is not the
     * visitor's.
     */
    private @Nullable String country() {
        return server
                ? null
                : request.header("cloudfront-viewer-country")
                        .filter(code -> code.length() == 2 && code.chars().allMatch(c -> c >= 'A' && c <= 'Z'))
                        .orElse(null);
    }
}
