package dev.cairn.bugs;

import java.util.List;

/** From the stream to visitor days, journeys and claims. */
final class ClassifyBugs {
    private static final String CLASSIFIER = "classify/Classifier.java";
    private static final String VISITOR = "classify/VisitorClassification.java";
    private static final String SETTLING = "classify/Settling.java";
    private static final String BATCH = "classify/Batch.java";
    private static final String JOURNEY = "classify/JourneyUpdate.java";

    private ClassifyBugs() {}

    static List<Bug> batches() {
        return List.of(
                Bug.in(
                                CLASSIFIER,
                                "mark-before-write",
                                "The days a batch brings are known before it is worked on, so marks could be raised"
                                        + " at once. A run in between clears a mark whose events come after it.")
                        .replace("List<VisitorWork> works = List.copyOf(batch.works());", """
                                List<VisitorWork> works = List.copyOf(batch.works());
                                Set<Place> early = new HashSet<>();
                                works.forEach(work -> work.days.keySet()
                                        .forEach(day -> early.add(Settling.place(new dev.cairn.store.VisitorDays.Id(
                                                work.site.id(), day, work.visitor)))));
                                marks.raise(early);
                                """)
                        .replace("try { marks.raise(places);", "try { places.removeAll(early); marks.raise(places);")
                        .caughtBy("dev.cairn.rules.RacesTest"),
                Bug.in(
                                VISITOR,
                                "no-mark-for-repeats",
                                "What is there already changes nothing. But whoever wrote it may have died before"
                                        + " the mark.")
                        .replace("erasures.count(work.site, tried.erased, marks);", """
                                if (tried.stored == 0 && tried.full.isEmpty() && tried.erased.isEmpty()) {
                                    return new Outcome(marks, tried.full, tried.stored, tried.known, tried.fates());
                                }
                                erasures.count(work.site, tried.erased, marks);
                                """),
                Bug.in(
                                CLASSIFIER,
                                "highest-failed-sequence",
                                "One letter: the highest failed record comes again, the lower ones do not.")
                        .replace("one.min(other)", "one.max(other)"),
                Bug.in(
                                CLASSIFIER,
                                "failed-visitor-not-reported",
                                "The failure is logged and the others go on. The batch counts as done.")
                        .replace(
                                "report(\"a visitor could not be classified\", failure);",
                                "report(\"a visitor could not be classified\", failure);\nif (i >= 0) { continue; }"),
                Bug.in(
                                CLASSIFIER,
                                "record-dropped-after-a-failure",
                                "A record that cannot be taken up now is logged, and the next one is. It never comes"
                                        + " again.")
                        .replace("failed = record.position(); break;", "continue;"),
                Bug.in(
                                CLASSIFIER,
                                "marks-failure-swallowed",
                                "The events are stored, a mark is only a hint. Nothing else ever names the day.")
                        .replace(
                                "report(\"marks could not be raised\", passing);",
                                "report(\"marks could not be raised\", passing);\nif (works != null) return failed;"),
                Bug.in(
                                "classify/Progress.java",
                                "progress-past-a-failure",
                                "The whole batch was read. But what failed comes again and counts twice in the"
                                        + " running day.")
                        .replace("if (failed == null || each.record()", "if (failed == null || true || each.record()")
                        .caughtBy("dev.cairn.rules.BatchTest"),
                Bug.in(
                                VISITOR,
                                "lost-race-taken-as-done",
                                "A put that is refused means that somebody wrote the day, so it is written. Not with"
                                        + " these events.")
                        .replace("boolean written = tried.write();", "tried.write();\nboolean written = true;")
                        .caughtBy("dev.cairn.rules.RacesTest"),
                Bug.in(
                                "store/Batches.java",
                                "beside-another-unawares",
                                "A batch comes once more when its process is gone. So nobody else is at work on it.")
                        .replace("!last.ended() || anybodyLives(shards)", "false")
                        .replace(" && (batch.beside() || !anybodyLives(shards()))", "")
                        .caughtBy("dev.cairn.rules.RacesTest"),
                Bug.in(
                                "store/Batches.java",
                                "beside-the-next-batch-only",
                                "Who was thought dead meets whoever has its batch next. Later ones are others' affair.")
                        .replace("!last.ended() || anybodyLives(shards)", "!last.ended()")
                        .replace(" && (batch.beside() || !anybodyLives(shards()))", "")
                        .caughtBy("dev.cairn.rules.RacesTest"));
    }

    static List<Bug> duplicates() {
        return List.of(
                Bug.in(
                                BATCH,
                                "corrected-times-claim-nothing",
                                "Near midnight is where copies part. But a corrected time parts them anywhere.")
                        .replace("if (event.adjusted() || claims(", "if (claims("),
                Bug.in(
                                BATCH,
                                "midnight-claims-nothing",
                                "A time that was not corrected is the same in each copy. Whose it is changes at"
                                        + " midnight.")
                        .replace(
                                "if (event.adjusted() || claims(visitor, event.at(), day, site)) {",
                                "if (event.adjusted() || visitor.link() == LinkLevel.NONE) {")
                        .caughtBy("dev.cairn.rules.DuplicatesTest"),
                Bug.in(
                                VISITOR,
                                "sign-only-in-ones-own-home",
                                "Each home looks at the claim when it is written. The one that was there first is not"
                                        + " written again when it loses.")
                        .replace(
                                "addSign(id, sign, work.site, mayBeKnown || !claimed.changed(), joins, marks);",
                                "marks.add(Settling.place(id));")
                        .caughtBy("dev.cairn.rules.DuplicatesTest"),
                Bug.in(
                                "store/Claims.java",
                                "day-in-the-dedupe-key",
                                "Claims of a day could so expire with it. Copies on both sides of a midnight never"
                                        + " meet.")
                        .replace(
                                "new Item.Key(Table.STATE, \"time#\" + site + \"#\" + idHash, \"claim\"), expires,",
                                "new Item.Key(Table.STATE, \"time#\" + site + \"#\" + idHash + \"#\" + home.day(),"
                                        + " \"claim\"), expires,"),
                Bug.in(
                                "classify/DuplicatesOverDays.java",
                                "duplicates-of-one-day-only",
                                "The days of the batch are looked at. A copy that lies on another day since last week"
                                        + " is not.")
                        .without("candidates.addAll(homes.holding(ids));")
                        .caughtBy("dev.cairn.rules.DuplicatesTest"),
                Bug.in(
                                "classify/DuplicatesOverDays.java",
                                "last-received-copy-counts",
                                "What was heard last should know best. Then the day of an event depends on retries.")
                        .replace(
                                ".min(Comparator.comparing(StoredEvent::copy))",
                                ".max(Comparator.comparing(StoredEvent::copy))")
                        .caughtBy("dev.cairn.rules.DuplicatesTest"));
    }

    static List<Bug> orders() {
        return List.of(
                Bug.in(
                                "domain/OrderClaim.java",
                                "first-stored-order-counts",
                                "Contenders are appended as they come, and the first stays first. So the verdict is"
                                        + " one of arrival.")
                        .without("changed.sort(FIRST_COUNTS);")
                        .replace(
                                ".filter(each -> each.goals().contains(goal)).sorted(FIRST_COUNTS)",
                                ".filter(each -> each.goals().contains(goal))"),
                Bug.in(
                                "classify/OrderClaims.java",
                                "loser-not-restated",
                                "Whoever loses an order looked at the claim when it was put. When it loses it later,"
                                        + " nobody tells.")
                        .without("updated.claim().contenders().forEach("
                                + "each -> others.add(new Id(id.site(), each.day(), each.visitor())));"),
                Bug.in(
                                SETTLING,
                                "losers-day-marked-and-no-more",
                                "Its day is computed anew, that is enough. Its journey keeps a step that entry days"
                                        + " before it count.")
                        .replace(
                                "marks.add(place(other)); settle(",
                                "marks.add(place(other));\nif (!others.isEmpty()) { continue; }\nsettle("),
                Bug.in(
                                "classify/OrderClaims.java",
                                "refund-before-purchase-ignored",
                                "There is nothing yet to take back. There will be.")
                        .replace(
                                "if (event.refund()) {",
                                "if (event.refund() && before.contenders().isEmpty()) { return before; }\n"
                                        + "if (event.refund()) {"),
                Bug.in(
                                "classify/OrderClaims.java",
                                "contender-not-withdrawn",
                                "Events only ever join an order. One that turns out to be somebody else's stays in it"
                                        + " twice.")
                        .replace(
                                ": before.without(id.visitor(), id.day(), kept.event().idHash()), expires);",
                                ": before, expires);"));
    }

    static List<Bug> journeys() {
        return List.of(
                Bug.in(
                                "store/Journeys.java",
                                "journey-put-unconditionally",
                                "It is a function of what is stored, so the last writer is right. Unless it read"
                                        + " first and wrote last.")
                        .replace(
                                "return items.put(new Item(key(site, visitor), loaded.revision() + 1,"
                                        + " write(journey), expires));",
                                "items.replace(new Item(key(site, visitor), loaded.revision() + 1,"
                                        + " write(journey), expires));\nreturn true;")
                        .caughtBy("dev.cairn.rules.RacesTest"),
                Bug.in(
                                SETTLING,
                                "one-look-only",
                                "A put that worked needs no second look. What was written meanwhile is not in it.")
                        .replace("if (unchanged) {", "if (unchanged || tries.isFirst()) {"),
                Bug.in(
                                SETTLING,
                                "no-second-look-at-an-unchanged-journey",
                                "There was nothing to change. Others may have changed it since it was read, from what"
                                        + " they had read before.")
                        .replace(
                                "!changed && journeys.revision(task.site.id(), task.visitor)"
                                        + " == look.journey.revision();",
                                "!changed;")
                        .caughtBy("dev.cairn.rules.RacesTest"),
                Bug.in(
                                JOURNEY,
                                "repeats-mark-no-later-days",
                                "Nothing changed, so no later day did. Whoever died before the marks had changed them.")
                        .replace("if (repeated) {", "if (repeated && days.isEmpty()) {")
                        .caughtBy("dev.cairn.rules.RacesTest"),
                Bug.in(
                                JOURNEY,
                                "later-days-not-retagged",
                                "Tags are a day's own affair. The visit over midnight and the visit frequency are not.")
                        .replace("if (now.affectsContext(old)) {", "if (old == null && now.affectsContext(old)) {")
                        .caughtBy("dev.cairn.rules.EngagementTest"),
                Bug.in(
                                JOURNEY,
                                "entry-days-before-not-marked",
                                "An event changes its day and later ones. Entry days before it have one step more.")
                        .replace(".subMap(day.minusDays(reach), true,", ".subMap(day, true,")
                        .caughtBy("dev.cairn.rules.FunnelDaysTest"),
                Bug.in(
                                JOURNEY,
                                "visit-over-midnight-counted-once",
                                "A visit that goes on is one visit. By V1 midnight ends it.")
                        .replace("tagged.visits().size(), carried(tagged, day),", """
                                tagged.visits().size()
                                        - (context.carried() != null
                                                        && !events.isEmpty()
                                                        && events.getFirst().at()
                                                                        - context.carried().lastAt()
                                                                < Visit.GAP_MILLIS
                                                ? 1
                                                : 0),
                                carried(tagged, day),
                                """)
                        .caughtBy("dev.cairn.rules.EngagementTest"),
                Bug.in(
                                SETTLING,
                                "returning-said-after-the-journey",
                                "The order of two writes. Whoever dies between them leaves a journey that says all is"
                                        + " said.")
                        .replace(
                                "for (LocalDate day : update.newlyReturning()) {"
                                        + " visitorDays.setReturning(new Id(task.site.id(), day, task.visitor),"
                                        + " task.site.forgets(day)); }",
                                "")
                        .replace(
                                "journeys.put(task.site.id(), task.visitor, before, journey,"
                                        + " expiry(task.site, journey, oldest));",
                                """
                                journeys.put(task.site.id(), task.visitor, before, journey,
                                        expiry(task.site, journey, oldest));
                                for (LocalDate day : update.newlyReturning()) {
                                    visitorDays.setReturning(
                                            new Id(task.site.id(), day, task.visitor), task.site.forgets(day));
                                }
                                """));
    }

    static List<Bug> identities() {
        return List.of(
                Bug.in(
                                "domain/Owners.java",
                                "latest-identify-owns-all",
                                "Who identified last has the device. What another did on it before becomes theirs.")
                        .replace("if (owner == null || moment(turn).compareTo(event) <= 0) {", "if (turn != null) {"),
                Bug.in(
                                "domain/Owners.java",
                                "first-identify-not-backwards",
                                "An event before any identify is nobody's. It is the one's whom the device names"
                                        + " first.")
                        .replace(
                                "if (owner == null || moment(turn).compareTo(event) <= 0) {",
                                "if (moment(turn).compareTo(event) <= 0) {")
                        .replace("new Turn(each.user(), 0, 0, 0)", "each"),
                Bug.in(
                                SETTLING,
                                "first-owner-only",
                                "A device has an owner. A shared one has several, and their journeys change too.")
                        .replace(
                                "for (VisitorKey user : settled.owners().users()) {",
                                "for (VisitorKey user : settled.owners().users().stream().limit(1).toList()) {"),
                Bug.in(
                                SETTLING,
                                "owned-device-not-marked",
                                "The device has no events any more, its place needs no run. It still has those of"
                                        + " before in its rows.")
                        .replace(
                                "related.forEach(day -> marks.add(place(new Id(task.site.id(), day, task.visitor))));",
                                """
                                if (journey.owners().turns().isEmpty()) {
                                    related.forEach(day -> marks.add(place(new Id(task.site.id(), day, task.visitor))));
                                }
                                """),
                Bug.in(
                                "classify/Joining.java",
                                "join-not-done-again",
                                "The device's journey names its owners already. Whoever wrote that may have died before"
                                        + " the days changed hands.")
                        .replace("if (restated || !owners.equals(", "if (!owners.equals("));
    }
}
