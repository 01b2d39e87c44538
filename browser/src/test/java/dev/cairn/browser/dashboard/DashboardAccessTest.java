package dev.cairn.browser.dashboard;

import static org.assertj.core.api.Assertions.assertThat;

import dev.cairn.browser.harness.BrowserFixture;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.openqa.selenium.Keys;

/** Everyone can use the dashboard (B6): by keyboard, with a screen reader, on a phone, in dark mode. */
class DashboardAccessTest {
    private static final List<String> VIEWS = List.of(
            "#/overview",
            "#/funnels/checkout",
            "#/funnels/checkout?by=source",
            "#/funnels/checkout?view=completion",
            "#/goals",
            "#/goals/purchase",
            "#/channels",
            "#/health",
            "#/live",
            "#/words",
            "#/plan",
            "#/overview?site=nowhere");

    @RegisterExtension
    final BrowserFixture stage = new BrowserFixture();

    @Test
    void axeFindsNothingSeriousInTheLight() throws Exception {
        findsNothing(1280, "light");
    }

    @Test
    void axeFindsNothingSeriousInTheDark() throws Exception {
        findsNothing(1280, "dark");
    }

    @Test
    void H5_2_axeFindsNothingSeriousInForcedColours() throws Exception {
        findsNothing(1280, "forced");
    }

    @Test
    void axeFindsNothingSeriousOnAPhoneAndNothingIsWiderThanIt() throws Exception {
        findsNothing(320, "light");
    }

    private void findsNothing(int width, String scheme) throws IOException {
        Trade.ofTwoWholeWeeks(stage.cairn(), stage.site().id());
        Dashboard dashboard = Dashboard.of(stage).wide(width).prefers(scheme).open("");
        List<String> barriers = new ArrayList<>(found("sign-in", dashboard));
        String key = Dashboard.editorsKey(stage.cairn(), stage.site().id());
        dashboard = Dashboard.signedIn(stage, key).wide(width).prefers(scheme);
        for (String view : VIEWS) {
            barriers.addAll(found(view, dashboard.open(view)));
        }
        assertThat(barriers).isEmpty();
    }

    private static List<String> found(String view, Dashboard dashboard) throws IOException {
        List<String> found = new ArrayList<>();
        dashboard.barriers().forEach(barrier -> found.add(view + ": " + barrier));
        Object tooWide = dashboard
                .browser()
                .script("return document.documentElement.scrollWidth > document.documentElement.clientWidth");
        if (Boolean.TRUE.equals(tooWide)) {
            found.add(view + ": wider than the window");
        }
        return found;
    }

    @Test
    void everythingIsReachedByKeyboardAndTheFocusIsSeen() throws Exception {
        Trade.ofTwoWholeWeeks(stage.cairn(), stage.site().id());
        Dashboard dashboard = Dashboard.signedIn(stage).open("#/funnels/checkout");
        dashboard.browser().script("document.activeElement.blur(); window.getSelection().removeAllRanges()");

        List<String> walk = new ArrayList<>();
        List<String> unseen = new ArrayList<>();
        for (int i = 0; i < 60; i++) {
            dashboard.browser().driver().switchTo().activeElement().sendKeys(Keys.TAB);
            walk.add(focused(dashboard));
            if (Boolean.FALSE.equals(dashboard.browser().script("""
                    const style = getComputedStyle(document.activeElement);
                    return document.activeElement === document.body || style.outlineStyle !== 'none';
                    """))) {
                unseen.add(focused(dashboard));
            }
        }

        assertThat(unseen).isEmpty();
        assertThat(walk)
                .contains("Skip to the figures", "Overview", "Funnels", "Health", "Share this dashboard", "CSV")
                .contains("By day of entry", "Within one day", "By day of completion", "Show as a table");
        assertThat(walk).anySatisfy(each -> assertThat(each).contains("Last 28 days"));
    }

    @Test
    void theSkipLinkLeadsToTheFiguresAndTheMenuClosesOnEscape() throws Exception {
        Trade.ofTwoWholeWeeks(stage.cairn(), stage.site().id());
        Dashboard dashboard = Dashboard.signedIn(stage).open("#/goals");

        dashboard.browser().script("document.querySelector('.skip').focus()");
        dashboard.browser().driver().switchTo().activeElement().sendKeys(Keys.ENTER);
        assertThat(dashboard.browser().script("return document.activeElement.id"))
                .isEqualTo("main");
        assertThat(dashboard.browser().address()).contains("#/goals");

        dashboard.browser().script("document.querySelector('.menu summary').focus()");
        dashboard.browser().driver().switchTo().activeElement().sendKeys(Keys.ENTER);
        dashboard.browser().await("document.querySelector('.menu').open");
        dashboard.browser().driver().switchTo().activeElement().sendKeys(Keys.TAB, Keys.ESCAPE);
        assertThat(dashboard.browser().script("return document.querySelector('.menu').open"))
                .isEqualTo(false);
        assertThat(dashboard.browser().script("return document.activeElement.tagName"))
                .isEqualTo("SUMMARY");
    }

    @Test
    void everyChartHasItsFiguresAsATable() throws Exception {
        Trade.ofTwoWholeWeeks(stage.cairn(), stage.site().id());
        Dashboard dashboard = Dashboard.signedIn(stage);
        for (String view : List.of("#/overview", "#/funnels/checkout", "#/goals/purchase", "#/channels")) {
            dashboard.open(view);
            assertThat(dashboard.browser().script("""
                    const charts = [...document.querySelectorAll('.chart')];
                    return charts.length > 0 && charts.every(each =>
                        [28, 29].includes(each.querySelectorAll('details tbody tr').length));
                    """)).as(view).isEqualTo(true);
        }
    }

    private static String focused(Dashboard dashboard) {
        return String.valueOf(
                dashboard
                        .browser()
                        .script(
                                "return document.activeElement.innerText?.trim() || document.activeElement.getAttribute('aria-label') || ''"));
    }
}
