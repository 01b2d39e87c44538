package dev.cairn.collect;

import com.fasterxml.jackson.annotation.JsonInclude;
import dev.cairn.collect.event.ImmediateGoals;
import dev.cairn.collect.request.CollectRequest;
import dev.cairn.collect.request.EventWarning;
import dev.cairn.collect.request.IdentifiedEvent;
import dev.cairn.collect.request.RejectedEvent;
import dev.cairn.domain.channel.ChannelClassifier;
import dev.cairn.domain.channel.ReferrerDatabase;
import dev.cairn.domain.event.AcceptedEvent;
import dev.cairn.domain.goal.Goal;
import dev.cairn.plan.model.Site;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * The response to {@code ?debug=1}: the outcome that each event would have. Of what was sent, it repeats only field
 * names.
 */
@JsonInclude(JsonInclude.Include.ALWAYS)
record DebugReport(boolean stored, List<Line> events, List<EventWarning> warnings) {

    /**
     * One event.
     *
     * @param reason why it would be rejected; null if it would be accepted
     * @param faults every error, beginning with the reason
     * @param link the link level of its visitor
     * @param channel the channel of a visit that began with this event
     * @param goals the goals that the event meets by itself; goals that depend on its visit are unknown here
     * @param excluded why it would be excluded from the statistics; null if it would not
     */
    @JsonInclude(JsonInclude.Include.ALWAYS)
    record Line(
            int index,
            @Nullable String reason,
            List<Fault> faults,
            @Nullable String link,
            @Nullable String channel,
            List<String> goals,
            @Nullable String excluded) {}

    record Fault(String reason, String field, String message) {}

    /** Loaded at the first debug request. */
    private static final class Bundled {
        static final ReferrerDatabase HOSTS = ReferrerDatabase.bundled();
    }

    static DebugReport of(CollectRequest collectRequest) {
        Site site = collectRequest.knownSite();
        List<Line> lines = new ArrayList<>();
        for (int i = 0; i < collectRequest.accepted.size(); i++) {
            lines.add(line(collectRequest.places.get(i), collectRequest.accepted.get(i), site, collectRequest.server));
        }
        Stream<Line> rejected = collectRequest.rejected.stream()
                .map(each -> new Line(each.index(), each.reason(), faults(each), null, null, List.of(), null));
        return new DebugReport(
                false,
                Stream.concat(lines.stream(), rejected)
                        .sorted(Comparator.comparingInt(Line::index))
                        .toList(),
                collectRequest.warnings);
    }

    private static List<Fault> faults(RejectedEvent event) {
        return event.faults().stream()
                .map(fault -> new Fault(fault.reason().word(), fault.field(), fault.message()))
                .toList();
    }

    private static Line line(int index, IdentifiedEvent resolved, Site site, boolean server) {
        AcceptedEvent event = resolved.event();
        return new Line(
                index,
                null,
                List.of(),
                resolved.who().visitor().link().name().toLowerCase(Locale.ROOT),
                channelOf(event, site),
                goalsMetBy(event, site, server),
                event.exclusion() == null ? null : event.exclusion().word());
    }

    private static String channelOf(AcceptedEvent event, Site site) {
        return ChannelClassifier.touch(event, site.visits(), Bundled.HOSTS).channel();
    }

    /** Only goals that depend on a single event; a refund meets none (D3). */
    private static List<String> goalsMetBy(AcceptedEvent event, Site site, boolean server) {
        return event.transaction().refund()
                ? List.of()
                : site.goals().values().stream()
                        .filter(goal -> ImmediateGoals.byEventAlone(goal, event, server))
                        .map(Goal::id)
                        .toList();
    }
}
