package dev.cairn.plan.parse;

import static org.assertj.core.api.Assertions.assertThat;

import dev.cairn.domain.event.AcceptedEvent;
import dev.cairn.domain.event.TestEvents;
import dev.cairn.domain.goal.CountingMethod;
import dev.cairn.domain.goal.Goal;
import dev.cairn.domain.goal.GoalTier;
import dev.cairn.domain.goal.GoalValue;
import dev.cairn.domain.goal.MicroKind;
import dev.cairn.domain.goal.VisitCondition;
import dev.cairn.plan.Documents;
import dev.cairn.plan.model.Site;
import java.math.BigDecimal;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The table of default goals in section 3. */
class DefaultPlanTest {
    private static final Site SHOP = Documents.onlySite("extends: default\n" + Documents.SITE);
    private static final Site WITH_KEY_PAGES =
            Documents.onlySite("extends: default\n" + Documents.siteWith("key_pages: [/pricing*, shop.example/demo]"));

    private static final Set<String> MILESTONES = Set.of(
            "product_interest",
            "wishlist",
            "add_to_cart",
            "checkout_started",
            "account_created",
            "quote_form_started",
            "key_page_viewed");
    private static final Set<String> SECONDARIES = Set.of(
            "newsletter_signup",
            "webinar_registration",
            "brochure_download",
            "video_watched",
            "scrolled_half",
            "long_dwell",
            "frequent_visitor",
            "pages_viewed",
            "link_clicked",
            "link_saved",
            "comment_left",
            "social_share",
            "social_follow",
            "social_reaction",
            "brand_mention",
            "email_opened");
    private static final Set<String> MACROS = Set.of(
            "purchase",
            "quote_requested",
            "sales_call_requested",
            "lead_form_completed",
            "free_trial_started",
            "contract_signed");

    @Test
    void section3_hasEveryGoalOfTheTableInItsTierAndKind() {
        assertThat(ids(GoalTier.MICRO, MicroKind.MILESTONE)).isEqualTo(MILESTONES);
        assertThat(ids(GoalTier.MICRO, MicroKind.SECONDARY)).isEqualTo(SECONDARIES);
        assertThat(ids(GoalTier.MACRO, null)).isEqualTo(MACROS);
    }

    @Test
    void section3_everyGoalIsMetByTheEventOfItsName() {
        SHOP.goals()
                .keySet()
                .forEach(id -> assertThat(metBy(event(id, Map.of()))).as(id).contains(id));
    }

    @ParameterizedTest
    @CsvSource({
        "view_item, product_interest",
        "Product Viewed, product_interest",
        "add_to_wishlist, wishlist",
        "Product Added to Wishlist, wishlist",
        "Product Added, add_to_cart",
        "begin_checkout, checkout_started",
        "Checkout Started, checkout_started",
        "sign_up, account_created",
        "Signed Up, account_created",
        "outbound_click, link_clicked",
        "select_content, link_clicked",
        "share, social_share",
        "Order Completed, purchase",
        "generate_lead, lead_form_completed",
        "start_trial, free_trial_started",
        "Trial Started, free_trial_started",
    })
    void section3_alsoMatchesWhatOthersCallIt(String name, String goal) {
        assertThat(metBy(event(name, Map.of()))).containsExactly(goal);
    }

    @ParameterizedTest
    @CsvSource({
        "form_start, quote, quote_form_started",
        "form_submit, newsletter, newsletter_signup",
        "form_submit, webinar, webinar_registration",
        "form_submit, quote, quote_requested",
        "form_submit, call, sales_call_requested",
        "form_submit, lead, lead_form_completed",
        "form_start, newsletter, ''",
        "form_submit, search, ''",
    })
    void section3_formsByTheirName(String name, String form, String goal) {
        assertThat(metBy(event(name, Map.of("form", form)))).isEqualTo(goal.isEmpty() ? Set.of() : Set.of(goal));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "brochure.pdf",
                "https://shop.example/files/Brochure.PDF",
                "lamps.epub",
                "ebook-lamps.zip",
                "/files/case-study_acme.html",
                "Case Study.docx",
                "WhitePaper.docx",
                "white-paper.html",
                "LAMPS.PDF",
                "Lamp-Catalogue-2026.zip",
                "BROCHURE.docx",
                "E-BOOK lamps.zip",
                "My_EBook.zip",
                "WHITE_PAPER.doc",
                "Case-Studies.zip"
            })
    void section3_brochuresByTheNameOfTheFile(String file) {
        assertThat(metBy(event("file_download", Map.of("file", file)))).containsExactly("brochure_download");
    }

    @ParameterizedTest
    @ValueSource(strings = {"setup.exe", "photo.jpg", "facebook.zip", "prices.csv", "pdf"})
    void section3_otherFilesAreNoBrochures(String file) {
        assertThat(metBy(event("file_download", Map.of("file", file)))).isEmpty();
    }

    @Test
    void section3_engagementGoalsHaveAThresholdBesideTheirEvent() {
        assertThat(engagement("video_watched"))
                .isEqualTo(new VisitCondition(null, null, null, false, null, false, new BigDecimal("95")));
        assertThat(engagement("scrolled_half"))
                .isEqualTo(new VisitCondition(new BigDecimal("50"), null, null, false, null, false, null));
        assertThat(engagement("long_dwell")).isEqualTo(new VisitCondition(null, null, null, true, null, false, null));
        assertThat(engagement("frequent_visitor"))
                .isEqualTo(new VisitCondition(null, null, null, false, null, true, null));
        assertThat(engagement("pages_viewed")).isEqualTo(new VisitCondition(null, 3, null, false, null, false, null));
    }

    @Test
    void section3_everyMacroTakesTheEventsValueAndOnlyPurchaseCountsOrders() {
        assertThat(SHOP.goals().values())
                .allSatisfy(goal -> assertThat(goal.value().equals(GoalValue.OF_THE_EVENT))
                        .as(goal.id())
                        .isEqualTo(goal.tier() == GoalTier.MACRO));
        assertThat(SHOP.goals().values().stream().filter(goal -> goal.count() != CountingMethod.EVENT))
                .containsExactly(SHOP.goals().get("purchase"));
    }

    @Test
    void section3_keyPageViewedIsHiddenUntilTheSiteSetsKeyPages() {
        AcceptedEvent pricing = page("https://shop.example/pricing/lamps");
        AcceptedEvent demo = page("https://shop.example/demo");
        AcceptedEvent other = page("https://shop.example/about");

        assertThat(SHOP.definitions().hidden()).containsExactly("key_page_viewed");
        assertThat(metBy(SHOP, pricing)).isEmpty();
        assertThat(WITH_KEY_PAGES.definitions().hidden()).isEmpty();
        assertThat(metBy(WITH_KEY_PAGES, pricing)).containsExactly("key_page_viewed");
        assertThat(metBy(WITH_KEY_PAGES, demo)).containsExactly("key_page_viewed");
        assertThat(metBy(WITH_KEY_PAGES, other)).isEmpty();
    }

    @Test
    void section3_itsFunnelsAreCheckoutAndQuote() {
        long month = Duration.ofDays(30).toMillis();

        assertThat(SHOP.funnels()).containsOnlyKeys("checkout", "quote");
        assertThat(SHOP.funnels().get("checkout").steps())
                .containsExactly("product_interest", "add_to_cart", "checkout_started", "purchase");
        assertThat(SHOP.funnels().get("quote").steps()).containsExactly("quote_form_started", "quote_requested");
        assertThat(SHOP.funnels().values()).allMatch(funnel -> funnel.windowMillis() == month);
        assertThat(SHOP.definitions().targets()).isEmpty();
        assertThat(SHOP.definitions().audiences()).isEmpty();
    }

    private static Set<String> ids(GoalTier tier, @Nullable MicroKind kind) {
        return SHOP.goals().values().stream()
                .filter(goal -> goal.tier() == tier && goal.kind() == kind)
                .map(Goal::id)
                .collect(Collectors.toSet());
    }

    private static VisitCondition engagement(String goal) {
        List<VisitCondition> found = SHOP.goals().get(goal).alternatives().stream()
                .map(Goal.Alternative::engagement)
                .filter(java.util.Objects::nonNull)
                .toList();
        assertThat(found).hasSize(1);
        return found.getFirst();
    }

    private static Set<String> metBy(AcceptedEvent event) {
        return metBy(SHOP, event);
    }

    /** The goals met by the event itself, regardless of the visit. */
    private static Set<String> metBy(Site site, AcceptedEvent event) {
        return site.goals().values().stream()
                .filter(goal -> goal.alternatives().stream()
                        .anyMatch(each ->
                                each.engagement() == null && each.match().holds(event)))
                .map(Goal::id)
                .collect(Collectors.toSet());
    }

    private static AcceptedEvent page(String url) {
        return TestEvents.accepted("page_view").url(url).build();
    }

    private static AcceptedEvent event(String name, Map<String, Object> props) {
        return TestEvents.accepted(name).props(props).build();
    }
}
