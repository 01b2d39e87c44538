package dev.cairn.browser.dashboard;

import static org.assertj.core.api.Assertions.assertThat;

import dev.cairn.browser.harness.BrowserFixture;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** Figures that are honest at first sight (H1). */
class DashboardHonestyTest {
    @RegisterExtension
    final BrowserFixture stage = new BrowserFixture();

    private Dashboard trading() throws Exception {
        Trade.ofTwoWholeWeeks(stage.cairn(), stage.site().id());
        return Dashboard.signedIn(stage);
    }

    @Test
    void H1_1_figuresAreOfWholeDaysAndTodayIsAPointOfItsOwn() throws Exception {
        Dashboard dashboard = trading().open("#/overview?range=7d");

        assertThat(dashboard.browser().text(".figure .value")).isEqualTo("70");
        assertThat(dashboard.text()).contains("Today so far");
        assertThat(dashboard.browser().script("return document.querySelectorAll('.chart details tbody tr').length"))
                .isEqualTo(8L);
    }

    @Test
    void H1_1_todayIsComparedWithNothingThatIsOver() throws Exception {
        Dashboard dashboard = trading().open("#/overview?range=today");

        assertThat(dashboard.text()).contains("Not compared: today is not over", "Today is not over, so it is not");
        assertThat(dashboard.browser().script("return document.querySelectorAll('.figure .delta').length"))
                .isEqualTo(0L);
        assertThat(dashboard.asked().toString()).doesNotContain("compare=");
    }

    @Test
    void H1_1_theComparisonIsOfTheSameWeekdays() throws Exception {
        Dashboard dashboard = trading().open("#/overview?range=yesterday");

        Object days = dashboard.browser().script("""
                const asked = performance.getEntriesByType('resource').map(each => new URL(each.name).searchParams)
                    .find(params => params.get('compare'));
                const [then] = asked.get('compare').split('..');
                return (Date.parse(asked.get('from')) - Date.parse(then)) / 86400000;
                """);
        assertThat(days).isEqualTo(7L);
    }

    /** Conversions are 7 and 7, visits 70 and 70; one conversion more is nothing. */
    @Test
    void H1_2_aDifferenceWithinTheUsualRangeIsGreyAndSaysSo() throws Exception {
        Dashboard dashboard = trading().open("#/overview?range=7d");

        Object tones = dashboard.browser().asyncScript("""
                const {delta} = await import('/app/ui/parts.js');
                const tone = (now, before) => {
                  const shown = delta(now, before, {short: false});
                  return shown.className.trim() + '|' + shown.textContent.includes('within the usual range');
                };
                return [tone(8, 7), tone(1418, 1300), tone(140, 100), tone(100, 140)].join(' ');
                """);
        assertThat(tones).isEqualTo("delta|true delta better|false delta better|false delta worse|false");
        assertThat(dashboard.browser().script("return document.querySelectorAll('.better, .worse').length"))
                .isEqualTo(0L);
    }

    @Test
    void H1_3_thereIsOneConversionRateAndItDivides() throws Exception {
        Dashboard dashboard = trading().open("#/overview");

        assertThat(dashboard.browser().text("[data-key=rate]")).contains("10%", "14 of 140 visits");
        assertThat(dashboard.browser().text("[data-key=macros] tbody tr")).contains("14", "10%");
        dashboard.browser().click("[data-key=certainty] summary");
        assertThat(dashboard.text()).contains("A conversion rate is the share of visits with at least one conversion");
    }

    @Test
    void H1_4_theWayFromOneFigureToTheOtherIsASum() throws Exception {
        Dashboard dashboard = trading();
        Trade.twiceToday(stage.cairn(), stage.site().id());
        dashboard.open("#/funnels/checkout?range=today");

        dashboard.browser().click(".why summary");
        dashboard.browser().find(".sum tr");
        Object sums = dashboard.browser().script("""
                let sum = null;
                return [...document.querySelectorAll('.sum tr')].every(row => {
                  const digits = row.cells[0].textContent.replace('−', '-').replace(/[^-\\d]/g, '');
                  if (row.className !== 'figure-line') { sum += Number(digits); return true; }
                  const fits = sum === null || sum === Number(digits);
                  sum = Number(digits);
                  return fits;
                });
                """);
        assertThat(dashboard.browser().text(".why summary"))
                .matches("Purchase: why \\d+ conversions in all and \\d+ in this funnel\\?");
        assertThat(sums).isEqualTo(true);
    }

    @Test
    void H1_5_theLargestLossIsNamedAndTheBarsAreOfWhatIsExpected() throws Exception {
        Dashboard dashboard = trading().open("#/funnels/checkout");

        assertThat(dashboard.text())
                .contains("Most are lost between Product interest and Add to cart: 60% (84 of 140).")
                .contains("Went on", "Lost")
                .doesNotContain("84 still open");
        assertThat(dashboard.browser().script("""
                const widths = [...document.querySelectorAll('.track')][0].children;
                return Math.round([...widths].reduce((sum, each) => sum + parseFloat(each.style.width), 0));
                """)).isEqualTo(100L);
        dashboard.browser().click(".main-card .small-print summary");
        dashboard.says("formally still open");
    }

    @Test
    void H1_5_whereNothingIsKnownTheFunnelOpensWithinOneDayAndSaysWhy() throws Exception {
        Trade.ofToday(stage.cairn(), stage.site().id());
        Dashboard dashboard = Dashboard.signedIn(stage).open("#/funnels/checkout?range=today");

        assertThat(dashboard.browser().text(".choice [aria-pressed=true]")).isEqualTo("Within one day");
        assertThat(dashboard.text()).contains("Shown within one day:", "too few of these visitors have been followed");
    }

    @Test
    void H1_6_theTimeZoneIsNamedOnceOnEachView() throws Exception {
        Dashboard dashboard = trading();
        for (String view : java.util.List.of("overview", "funnels", "goals", "channels", "micros", "health")) {
            dashboard.open("#/" + view);
            assertThat(dashboard
                            .browser()
                            .script("return document.body.innerText.split('Days and times are those of').length - 1"))
                    .as(view)
                    .isEqualTo(1L);
        }
    }
}
