package dev.cairn.report.statistics;

import dev.cairn.plan.model.Site;
import dev.cairn.report.api.ApiRequest;
import dev.cairn.report.api.Response;

/** One kind of report on a site that the reader may see. */
@FunctionalInterface
public interface SiteResource {
    Response answer(Site site, ApiRequest call);
}
