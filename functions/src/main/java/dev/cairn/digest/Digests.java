package dev.cairn.digest;

import dev.cairn.plan.model.Site;
import dev.cairn.plan.version.PlanRepository;
import dev.cairn.report.statistics.ReportContextReader;
import dev.cairn.report.today.PageBlock;
import dev.cairn.report.today.TodayBlocks;
import dev.cairn.store.Dependencies;
import dev.cairn.store.notice.NoticeNotSentException;
import dev.cairn.store.notice.SiteChannels;
import dev.cairn.store.notice.SiteChannels.Channel;
import dev.cairn.telemetry.Telemetry;
import java.time.Clock;
import java.time.LocalDate;
import java.time.LocalTime;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;

/**
 * Sends the digests that are due: from 07:00 of the site's local time on, once yesterday is complete (F10), the daily one
 * every day and the weekly one on Mondays. One that could not be sent is sent again by the runs of the same day, and not
 * later: by then there is another.
 */
public final class Digests {
    /** When people begin to read, and every zone's day has long closed. */
    private static final LocalTime FROM = LocalTime.of(7, 0);

    private final ReportContextReader periods;
    private final List<PageBlock> daily;
    private final List<PageBlock> weekly;
    private final DigestLog log;
    private final SiteChannels channels;
    private final Clock clock;
    private final Telemetry telemetry;

    public Digests(PlanRepository plans, Dependencies dependencies, SiteChannels channels) {
        this.periods = new ReportContextReader(plans, dependencies);
        this.daily = TodayBlocks.all(plans, periods, dependencies);
        this.weekly = TodayBlocks.ofLastWeek(plans, periods, dependencies);
        this.log = new DigestLog(dependencies.items(), dependencies.clock());
        this.channels = channels;
        this.clock = dependencies.clock();
        this.telemetry = dependencies.telemetry();
    }

    /** Sends what is due for a site. A failure is logged, and costs neither the other digest nor the run. */
    public void send(Site site) {
        LocalDate today = periods.today(site);
        List<DigestKind> due = DigestKind.on(today, site);
        if (due.isEmpty() || site.zones().timeOf(clock.millis()).toLocalTime().isBefore(FROM)) {
            return;
        }
        for (DigestKind kind : due) {
            try {
                send(site, kind, today);
            } catch (RuntimeException broken) {
                telemetry.error("a digest failed", broken, Map.of("site", site.id(), "kind", kind.word()));
            }
        }
    }

    private void send(Site site, DigestKind kind, LocalDate today) {
        boolean isComplete = periods.completeThrough(site)
                .filter(day -> !day.isBefore(today.minusDays(1)))
                .isPresent();
        if (!isComplete) {
            return;
        }
        List<PageBlock> blocks = kind == DigestKind.WEEKLY ? weekly : daily;
        log.claim(new DigestLog.Id(site.id(), kind, today), () -> DigestWriter.write(site, kind, today, blocks))
                .ifPresent(claim -> tell(site, kind, claim));
    }

    /** Tells each channel that was not told: what one of them refuses, the others have all the same. */
    private void tell(Site site, DigestKind kind, DigestLog.Claim claim) {
        Set<String> told = new TreeSet<>(claim.told());
        boolean all = true;
        for (Channel channel : channels.of(site)) {
            try {
                if (!told.contains(channel.name())) {
                    channel.notices().send(claim.notice());
                    told.add(channel.name());
                }
            } catch (NoticeNotSentException again) {
                all = false;
                telemetry.error(
                        "a digest was not sent",
                        again,
                        Map.of("site", site.id(), "kind", kind.word(), "channel", channel.name()));
            }
        }
        claim.told(told, all);
    }
}
