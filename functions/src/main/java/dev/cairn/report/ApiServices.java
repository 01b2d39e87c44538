package dev.cairn.report;

import dev.cairn.access.KeyService;
import dev.cairn.plan.version.FirstSite;
import dev.cairn.plan.version.PlanRepository;
import dev.cairn.report.api.ReadAccess;
import dev.cairn.store.Dependencies;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * The services that the API's endpoints share.
 *
 * @param firstSite the site to use before the first plan is saved; null when the environment does not set one
 */
record ApiServices(
        Dependencies dependencies,
        PlanRepository plans,
        KeyService keys,
        ReadAccess access,
        @Nullable FirstSite firstSite) {

    /** For API Gateway: the first site comes from the environment, and only the admin key's stored hash is known. */
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
