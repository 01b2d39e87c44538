package dev.cairn.classify;

import dev.cairn.classify.Joining.Identified;
import dev.cairn.classify.VisitorWork.Claiming;
import dev.cairn.domain.StoredEvent;
import dev.cairn.domain.VisitorDay;
import dev.cairn.domain.VisitorKey;
import dev.cairn.plan.Plans;
import dev.cairn.plan.Site;
import dev.cairn.store.Claims;
import dev.cairn.store.Claims.TimeClaim;
import dev.cairn.store.Contention;
import dev.cairn.store.Items;
import dev.cairn.store.Marks.Place;
import dev.cairn.store.RecentEvent;
import dev.cairn.store.VisitorDays;
import dev.cairn.store.VisitorDays.Id;
import dev.cairn.store.VisitorDays.Loaded;
import java.time.Clock;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;

/**
 * Brings one visitor up to date: visitor days, then what follows from them, in this order, so that a crash anywhere is
 * healed by the redelivery of the same records. Everything is added to sets and recomputed from them; nothing is
 * incremented.
 */
final class VisitorClassification {
    private static final int ATTEMPTS = 20;

    /** A visitor's day with more is no visitor's; what does not fit goes to quarantine. */
    static final int MOST_EVENTS_A_DAY = 5_000;

    private final VisitorDays visitorDays;
    private final Claims claims;
    private final Settling settling;
    private final Joining joining;
    private final Erasures erasures;

    VisitorClassification(Plans plans, Items items, Clock clock) {
        this.visitorDays = new VisitorDays(items);
        this.claims = new Claims(items);
        this.settling = new Settling(plans, items, clock);
        this.joining = new Joining(items, settling);
        this.erasures = new Erasures(items);
    }

    /**
     * What is left to do after it.
     *
     * @param full copies that did not fit
     * @param stored copies that were not there yet
     * @param known copies that were
     * @param fates what became of each copy, by {@link RecentEvents#key}
     */
    record Outcome(
            Set<Place> marks, List<StoredEvent> full, int stored, int known, Map<String, RecentEvent.Fate> fates) {}

    /** @param mayBeKnown another process may be, or have been, at work on the same events */
    Outcome classify(VisitorWork work, boolean mayBeKnown) {
        Set<Place> marks = new HashSet<>();
        Joins joins = new Joins();
        Map<LocalDate, List<StoredEvent>> signs = claimTimes(work, mayBeKnown, joins, marks);
        joins.join(marks);
        boolean again = mayBeKnown;
        for (Contention tries = Contention.over("a visitor day", ATTEMPTS); ; tries.tryAgain()) {
            Attempt tried = new Attempt(work, signs);
            boolean written = tried.write();
            again |= tried.known > 0;
            if (written) {
                erasures.count(work.site, tried.erased, marks);
                if (!tried.living.isEmpty()) {
                    Settling.Task task =
                            new Settling.Task(work.site, work.visitor, tried.living, work.touched(), Set.of());
                    settling.settle(task, tried.look, again, marks);
                    Joins own = new Joins();
                    own.add(task, tried.look, again);
                    own.join(marks);
                }
                return new Outcome(marks, tried.full, tried.stored, tried.known, tried.fates());
            }
        }
    }

    /** Looks again at what follows from a day as it is stored, all of its events included. */
    Set<Place> settle(Site site, VisitorKey visitor, LocalDate day) {
        Set<Place> marks = new HashSet<>();
        settling.settle(
                new Settling.Task(site, visitor, Set.of(day), (any, event) -> true, Set.of()), null, true, marks);
        return marks;
    }

    /** One try to add the work to the visitor's days. */
    private final class Attempt {
        final Settling.Look look;
        final List<StoredEvent> full = new ArrayList<>();
        final List<StoredEvent> erased = new ArrayList<>();
        /** Days on which there is something that was not erased. */
        final Set<LocalDate> living = new TreeSet<>();

        private final Erasures.Tombstones tombstones;
        private final VisitorWork work;
        private final Map<LocalDate, List<StoredEvent>> signs;
        int stored;
        int known;

        Attempt(VisitorWork work, Map<LocalDate, List<StoredEvent>> signs) {
            this.work = work;
            this.signs = signs;
            this.look = settling.look(work.site, work.visitor, work.days.keySet());
            this.tombstones = erasures.tombstones(work, look.journey().journey());
        }

        /** False when another writer was faster with one of the days. */
        boolean write() {
            return look.days().entrySet().stream().allMatch(each -> write(each.getKey(), each.getValue()));
        }

        private boolean write(Id id, Loaded loaded) {
            VisitorWork.Part part = work.days.get(id.day());
            VisitorDay day = loaded.day();
            List<StoredEvent> fitting = fitting(day, part.copies());
            List<StoredEvent> copies = new ArrayList<>(day.addCopies(fitting));
            stored += copies.size();
            known += fitting.size() - copies.size();
            copies.addAll(day.addCopies(signs.getOrDefault(id.day(), List.of())));
            List<VisitorDay.Receipt> receipts = day.addReceipts(part.receipts());
            if (!erased.containsAll(part.copies()) || !part.receipts().isEmpty()) {
                living.add(id.day());
            }
            return copies.isEmpty() && receipts.isEmpty()
                    || visitorDays.append(id, loaded, copies, receipts, work.site.forgets(id.day()));
        }

        private Map<String, RecentEvent.Fate> fates() {
            Map<String, RecentEvent.Fate> fates = new HashMap<>();
            work.days.forEach((day, part) -> {
                VisitorDay written = look.days()
                        .get(new Id(work.site.id(), day, work.visitor))
                        .day();
                part.copies()
                        .forEach(copy -> fates.put(
                                RecentEvents.key(copy.copy()),
                                erased.contains(copy) ? RecentEvents.ERASED : RecentEvents.fate(copy, written)));
            });
            return fates;
        }

        private List<StoredEvent> fitting(VisitorDay day, List<StoredEvent> copies) {
            int room = MOST_EVENTS_A_DAY - day.size();
            List<StoredEvent> fitting = new ArrayList<>();
            for (StoredEvent copy : copies) {
                if (tombstones.cover(copy)) {
                    erased.add(copy);
                } else {
                    (day.has(copy) || room-- > 0 ? fitting : full).add(copy);
                }
            }
            return fitting;
        }
    }

    /**
     * D1: an event that claims its id counts where the first received of such copies is kept. Returns, by day, the signs
     * that an event of this work counts elsewhere, and puts such signs where it counted until now. Whoever changed the
     * claim and then died finds it unchanged, and looks at all that follows from it again.
     */
    private Map<LocalDate, List<StoredEvent>> claimTimes(
            VisitorWork work, boolean mayBeKnown, Joins joins, Set<Place> marks) {
        Map<LocalDate, List<StoredEvent>> signs = new HashMap<>();
        for (Claiming claiming : erasures.living(work)) {
            TimeClaim.Home own = new TimeClaim.Home(
                    work.visitor.toString(),
                    claiming.day().toString(),
                    claiming.event().copy());
            Claims.Claimed claimed =
                    claims.claimTime(work.site.id(), claiming.id(), own, work.site.forgets(claiming.day()));
            TimeClaim.Home winner = claimed.claim().winner();
            for (TimeClaim.Home home : claimed.claim().homes()) {
                if (home.equals(winner)) {
                    continue;
                }
                StoredEvent sign = claiming.event().keptElsewhere(winner.copy());
                if (home.isSamePlaceAs(own)) {
                    signs.computeIfAbsent(claiming.day(), day -> new ArrayList<>())
                            .add(sign);
                } else {
                    Id id = new Id(work.site.id(), home.date(), home.visitorKey());
                    addSign(id, sign, work.site, mayBeKnown || !claimed.changed(), joins, marks);
                }
            }
        }
        return signs;
    }

    /** @param again it may be there, and what follows from it missing; otherwise whoever put it sees to that */
    private void addSign(Id id, StoredEvent sign, Site site, boolean again, Joins joins, Set<Place> marks) {
        boolean tried = again;
        for (Contention tries = Contention.over("a visitor day", ATTEMPTS); ; tries.tryAgain()) {
            Settling.Look look = settling.look(site, id.visitor(), Set.of(id.day()));
            Loaded loaded = look.days().get(id);
            List<StoredEvent> added = loaded.day().addCopies(List.of(sign));
            if (added.isEmpty() && !tried) {
                return;
            }
            if (added.isEmpty() || visitorDays.append(id, loaded, added, List.of(), site.forgets(id.day()))) {
                boolean known = again || added.isEmpty();
                Settling.Task task = new Settling.Task(
                        site, id.visitor(), Set.of(id.day()), (day, event) -> event == sign.idHash(), Set.of());
                settling.settle(task, look, known, marks);
                joins.add(task, look, known);
                return;
            }
            // A put that was done but not answered is repeated by the client and then fails by its own doing.
            tried = true;
        }
    }

    /** I3: what users' events say of the devices they were sent from; each user and device is joined once. */
    private final class Joins {
        private final Map<List<String>, Identified> identified = new TreeMap<>(Comparator.comparing(List::toString));
        private boolean again;

        /** @param known the events were there, so that what follows from them may be missing */
        void add(Settling.Task task, Settling.Look look, boolean known) {
            again |= known;
            look.days().forEach((id, loaded) -> {
                for (VisitorDay.Kept kept : loaded.day().kept()) {
                    if (task.touched().test(id.day(), kept.event().idHash())) {
                        identified(task, id.day(), kept).forEach(this::add);
                    }
                }
            });
        }

        private void add(Identified each) {
            List<String> who = List.of(each.user().toString(), each.device().hash());
            identified.merge(who, each, Identified::and);
        }

        void join(Set<Place> marks) {
            identified.values().forEach(each -> joining.join(each, again, marks));
        }
    }

    /** An event that is kept elsewhere, or of which another copy names another device, may take an identify back. */
    private static List<Identified> identified(Settling.Task task, LocalDate day, VisitorDay.Kept kept) {
        StoredEvent event = kept.event();
        return Identified.by(
                kept.copies(),
                task.site(),
                task.visitor(),
                day,
                device -> !event.elsewhere() && device.equals(event.device()));
    }
}
