package dev.cairn.report;

import dev.cairn.plan.Site;

/** One kind of answer about a site that the reader may see. */
@FunctionalInterface
interface SiteReport {
    Answer answer(Site site, Call call);
}
