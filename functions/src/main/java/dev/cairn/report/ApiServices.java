package dev.cairn.report;

import dev.cairn.access.KeyService;
import dev.cairn.plan.version.FirstSite;
import dev.cairn.plan.version.PlanRepository;
import dev.cairn.report.api.ReadAccess;
import dev.cairn.store.Dependencies;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * What the endpoints of the API share.
 *
 * @param firstSite the site before any plan was put; null when the environment names none
 */
record ApiServices(
        Dependencies dependencies,
        PlanRepository plans,
        KeyService keys,
        ReadAccess access,
        @Nullable FirstSite firstSite) {

    /** Behind API Gateway: the first site is the environment's, and of the admin key only the stored hash is known. */
    static ApiServices deployed(Dependencies dependencies, Duration cacheFor) {
        return of(
                dependencies,
                cacheFor,
                FirstSite.fromEnvironment(System.getenv()).orElse(null),
                KeyService.withStoredAdminKey(dependencies.items(), dependencies.clock(), cacheFor));
    }

    static ApiServices of(
            Dependencies dependencies, Duration cacheFor, @Nullable FirstSite firstSite, KeyService keys) {
        return new ApiServices(
                dependencies,
                new PlanRepository(dependencies.items(), dependencies.clock(), cacheFor, firstSite),
                keys,
                new ReadAccess(keys),
                firstSite);
    }
}
