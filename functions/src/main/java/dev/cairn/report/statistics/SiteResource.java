package dev.cairn.report.statistics;

import dev.cairn.plan.model.Site;
import dev.cairn.report.api.ApiRequest;
import dev.cairn.report.api.Response;

/** A report on a site, for callers with access to it. */
@FunctionalInterface
public interface SiteResource {
    Response answer(Site site, ApiRequest call);
}
