package dev.cairn.collect;

import com.fasterxml.jackson.databind.JsonNode;
import dev.cairn.collect.Exclusions.Signs;
import dev.cairn.collect.dialect.Dialect.Manner;
import dev.cairn.domain.AcceptedEvent;
import dev.cairn.domain.Money;
import dev.cairn.http.HttpRequest;
import dev.cairn.plan.Site;
import java.time.Duration;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Turns the events of one body, one by one, into what is stored: checked, timed, identified, classified, scrubbed. */
final class EventReader {

    /** What became of one event. */
    sealed interface Outcome {
        record Accepted(ResolvedEvent event) implements Outcome {}

        record Refused(Reason reason) implements Outcome {}
    }

    private final HttpRequest request;
    private final JsonNode body;
    private final boolean server;
    private final Manner manner;
    private final Site site;
    private final Identity identity;
    private final Exclusions exclusions;
    private final Tally tally;
    private final PropReader withAds;
    private final PropReader withoutAds;

    EventReader(Submission submission, Identity identity, Exclusions exclusions) {
        this.request = submission.request;
        this.body = submission.body;
        this.server = submission.server;
        this.manner = submission.dialect.manner();
        this.site = submission.knownSite();
        this.identity = identity;
        this.exclusions = exclusions;
        this.tally = submission.tally;
        this.withAds = new PropReader(new Scrubber(site, true));
        this.withoutAds = new PropReader(new Scrubber(site, false));
    }

    Outcome read(JsonNode event) {
        SentEvent sent = new SentEvent(event, body, server, manner == Manner.CLIENT);
        Optional<Reason> fault = EventChecks.faultOf(sent);
        if (fault.isPresent()) {
            return new Outcome.Refused(fault.get());
        }
        EventTime time = timeOf(sent);
        if (time.olderThan(ageLimitMillis(), request.receivedAt())) {
            return new Outcome.Refused(Reason.TOO_OLD);
        }
        tally.addIf(time.adjusted(), "time_adjusted");
        Speaker speaker = speakerOf(sent);
        AcceptedEvent accepted = accepted(sent, time, speaker);
        if (manner == Manner.ANYBODY) {
            return PixelGoals.admit(accepted, site)
                    ? new Outcome.Accepted(new ResolvedEvent(accepted, Identity.Who.NOBODY, false))
                    : new Outcome.Refused(Reason.NOT_A_PIXEL_GOAL);
        }
        return new Outcome.Accepted(new ResolvedEvent(accepted, identity.of(speaker, time.at()), speaker.adsConsent()));
    }

    private EventTime timeOf(SentEvent sent) {
        Long at = sent.integer("at");
        return server
                ? EventTime.ofServer(at, request.receivedAt())
                : EventTime.ofBrowser(at, sentAt(), request.receivedAt());
    }

    /** A {@code sent_at} that is no whole number is as good as none: the time is then our own. */
    private @Nullable Long sentAt() {
        JsonNode sentAt = JsonNodes.field(body, "sent_at");
        return EventChecks.isInteger(sentAt) ? SentEvent.integer(sentAt) : null;
    }

    private long ageLimitMillis() {
        return server ? Duration.ofDays(site.retentionDays()).toMillis() : EventTime.BROWSER_AGE_MILLIS;
    }

    /** The key holder's own address and agent never stand for anybody: with a key only what the context says does. */
    private Speaker speakerOf(SentEvent sent) {
        String address = server ? JsonNodes.text(sent.context("ip")) : request.sourceIp();
        String agent = server
                ? JsonNodes.text(sent.context("user_agent"))
                : request.header("user-agent").orElse(null);
        tally.addIf(agent != null && agent.length() > Limits.AGENT_CHARACTERS, "agent_cut");
        boolean privacyControl = request.header("sec-gpc").map("1"::equals).orElse(false);
        return new Speaker(
                JsonNodes.text(sent.visitor()),
                JsonNodes.text(sent.user()),
                sent.consents("analytics"),
                sent.consents("ads") && !privacyControl,
                Addresses.canonical(address),
                agent == null ? null : Texts.cut(agent, Limits.AGENT_CHARACTERS));
    }

    private AcceptedEvent accepted(SentEvent sent, EventTime time, Speaker speaker) {
        PropReader props = speaker.adsConsent() ? withAds : withoutAds;
        String url = sent.page("url");
        String referrer = sent.page("referrer");
        String id = Objects.requireNonNull(JsonNodes.text(sent.field("id")));
        String orderId = JsonNodes.text(sent.field("order_id"));
        Long seq = sent.integer("seq");
        return new AcceptedEvent(
                AccountNumbers.isPaymentCard(id) ? identity.pseudonym("id", id) : id,
                props.name(Objects.requireNonNull(JsonNodes.text(sent.field("name")))),
                time.at(),
                seq == null ? 0 : seq,
                time.adjusted(),
                page(url, props.scrubber()),
                page(referrer, props.scrubber()),
                props.read(sent.field("props")),
                money(sent.field("value")),
                orderId != null && Redactor.betrays(orderId) ? identity.pseudonym("order_id", orderId) : orderId,
                EventChecks.isRefund(sent),
                ContentHash.of(sent.event(), url, referrer),
                exclusions.of(signs(sent, speaker, referrer), site),
                Devices.classOf(speaker.agent()),
                country(),
                ClickIds.sourceOf(url));
    }

    private Signs signs(SentEvent sent, Speaker speaker, @Nullable String referrer) {
        boolean prefetch = !server
                && request.header("sec-purpose").map(Exclusions::isPrefetch).orElse(false);
        return new Signs(
                speaker.address(),
                speaker.agent(),
                server,
                prefetch,
                JsonNodes.isTrue(sent.context("webdriver")),
                manner == Manner.ANYBODY && MailProxies.isOne(speaker.agent()),
                referrer);
    }

    private @Nullable String page(@Nullable String sent, Scrubber scrubber) {
        if (sent == null || sent.isBlank()) {
            return null;
        }
        Optional<String> page = scrubber.page(sent);
        tally.addIf(page.isEmpty(), "url_dropped");
        tally.addIf(page.isPresent() && page.get().length() > Limits.URL_CHARACTERS, "url_cut");
        return page.map(url -> Texts.cut(url, Limits.URL_CHARACTERS)).orElse(null);
    }

    private @Nullable Money money(JsonNode value) {
        return Amounts.tryParse(JsonNodes.field(value, "amount"))
                .map(amount -> new Money(
                        amount,
                        Objects.requireNonNullElse(
                                JsonNodes.text(JsonNodes.field(value, "currency")), site.currency())))
                .orElse(null);
    }

    /** Where the browser is, as the CDN before us says; a key holder's own place is nobody's. */
    private @Nullable String country() {
        return server
                ? null
                : request.header("cloudfront-viewer-country")
                        .filter(code -> code.length() == 2 && code.chars().allMatch(c -> c >= 'A' && c <= 'Z'))
                        .orElse(null);
    }
}
