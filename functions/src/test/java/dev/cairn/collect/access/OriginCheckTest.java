package dev.cairn.collect.access;

import static org.assertj.core.api.Assertions.assertThat;

import dev.cairn.plan.model.Plan;
import dev.cairn.plan.model.Site;
import dev.cairn.plan.model.SiteBuilder;
import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Which origins a site allows (section 2), and at what cost. */
class OriginCheckTest {
    private static final Site SHOP = SiteBuilder.site("shop")
            .origins("https://shop.example", "https://*.shop.example", "http://*.shop.example:8080", "https://[::1]:8")
            .build();

    @ParameterizedTest
    @CsvSource({
        "https://shop.example, true",
        "HTTPS://Shop.Example, true",
        "https://www.shop.example, true",
        "https://a.b.shop.example, true",
        "http://www.shop.example:8080, true",
        "https://[::1]:8, true",
        "http://shop.example, false",
        "https://shop.example:8443, false",
        "https://www.shop.example:8080, false",
        "https://.shop.example, false",
        "https://a..shop.example, false",
        "https://evilshop.example, false",
        "https://shop.example.evil.example, false",
        "https://*.shop.example, false",
        "https://evil.example/.shop.example, false",
        "https://user@www.shop.example, false",
        "www.shop.example, false",
        "null, false",
    })
    void section2_anOriginIsAllowedAsListedOrByAWildcardsWholeLabels(String origin, boolean allowed) {
        assertThat(OriginCheck.allowed(SHOP, origin)).isEqualTo(allowed);
        assertThat(OriginCheck.allowedSomewhere(plan(Map.of("shop", SHOP)), origin))
                .isEqualTo(allowed);
    }

    @Test
    void section4_aPreflightCostsTheSameWhateverTheOtherSitesList() {
        Map<String, Site> sites = new LinkedHashMap<>();
        for (int i = 0; i < 1_000; i++) {
            String[] origins = new String[200];
            for (int j = 0; j < origins.length; j++) {
                origins[j] = "https://s" + i + "-" + j + ".example";
            }
            sites.put("site" + i, SiteBuilder.site("site" + i).origins(origins).build());
        }
        Plan plan = plan(sites);
        OriginCheck.allowedSomewhere(plan, "https://first.example");
        long start = System.nanoTime();
        for (int i = 0; i < 5_000; i++) {
            assertThat(OriginCheck.allowedSomewhere(plan, "https://a.b.c" + i + ".example"))
                    .isFalse();
        }
        assertThat(Duration.ofNanos(System.nanoTime() - start)).isLessThan(Duration.ofSeconds(2));
    }

    private static Plan plan(Map<String, Site> sites) {
        return new Plan(1, Instant.EPOCH, "", sites);
    }
}
