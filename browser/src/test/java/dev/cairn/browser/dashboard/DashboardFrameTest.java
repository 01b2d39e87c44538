package dev.cairn.browser.dashboard;

import static org.assertj.core.api.Assertions.assertThat;

import dev.cairn.browser.harness.BrowserFixture;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.openqa.selenium.Keys;

/** The frame of the dashboard (H4, H5.1, H6): controls that keep the focus, cards that load by themselves, filters. */
class DashboardFrameTest {
    /** Delays or refuses the page's calls of the API, as its variables say, and counts them by address. */
    private static final String NETWORK = """
            {
            window.delayMs = 0;
            window.refuse = null;
            window.asked = [];
            window.firstCallMs = null;
            window.firstFigureMs = null;
            const real = window.fetch;
            window.fetch = async (address, options) => {
              asked.push(String(address));
              window.firstCallMs ??= performance.now();
              const refused = window.refuse?.(String(address));
              await new Promise(resolve => setTimeout(resolve, window.delayMs));
              return refused ?? real(address, options);
            };
            new MutationObserver(() => {
              if (window.firstFigureMs === null && document.querySelector('.figure .value')?.textContent) {
                window.firstFigureMs = performance.now();
              }
            }).observe(document, {childList: true, subtree: true});
            }
            """;

    /** Refuses the first two requests for goals, one with each status. */
    private static final String BUSY = """
            window.refuse = address => {
              if (!address.includes('/goals?') || address.includes('breakdown')) {
                return null;
              }
              window.refusals = (window.refusals ?? 0) + 1;
              const status = {1: 429, 2: 503}[window.refusals];
              return status
                  ? new Response('{"error":{"code":"busy","message":"busy"}}', {status, headers: {'retry-after': '1'}})
                  : null;
            };
            """;

    @RegisterExtension
    final BrowserFixture stage = new BrowserFixture();

    private Dashboard trading() throws Exception {
        Trade.ofTwoWholeWeeks(stage.cairn(), stage.site().id());
        Dashboard dashboard = Dashboard.signedIn(stage);
        dashboard.browser().beforeEachPage(NETWORK);
        return dashboard;
    }

    @Test
    void H5_1_aSelectWaitsForEnterWhileArrowsLookThroughIt() throws Exception {
        Dashboard dashboard = trading().open("#/overview").focus("[data-key='select Compare with'] select");

        dashboard.press(Keys.ARROW_DOWN).press(Keys.ARROW_DOWN);
        assertThat(dashboard.browser().address()).doesNotContain("compare=");
        assertThat(dashboard.focused()).isEqualTo("SELECT Compare with");

        dashboard.press(Keys.ENTER).settled();
        assertThat(dashboard.browser().address()).contains("compare=year");
        assertThat(dashboard.focused()).isEqualTo("SELECT Compare with");

        dashboard.press(Keys.ARROW_UP).press(Keys.ESCAPE);
        assertThat(dashboard.browser().script("return document.activeElement.value"))
                .isEqualTo("year");
        dashboard.press(Keys.ARROW_UP).press(Keys.TAB).settled();
        assertThat(dashboard.browser().address()).contains("compare=period");
    }

    @Test
    void H5_1_theResultIsSaidWithAFigure() throws Exception {
        Dashboard dashboard = trading().open("#/overview").focus(".dates-menu summary");

        dashboard
                .press(Keys.ENTER)
                .focus(".presets li:nth-child(3) button")
                .press(Keys.ENTER)
                .settled();

        dashboard.browser().await("document.querySelector('main > [role=status]').textContent.includes('visitors')");
        assertThat(dashboard.said()).isEqualTo("70 visitors, last 7 days, 0% more");
        assertThat(dashboard.focused()).startsWith("SUMMARY").contains("Last 7 days");
    }

    /** Every control of every view, by its keys alone: afterwards, something of the view has the focus. */
    @Test
    void H5_1_noControlOfAnyViewThrowsTheFocusAway() throws Exception {
        Dashboard dashboard = trading();
        List<String> thrown = new ArrayList<>();
        int operated = 0;
        for (String view : List.of(
                "overview",
                "funnels/checkout",
                "goals",
                "goals/purchase",
                "channels",
                "micros",
                "pages",
                "targets",
                "audiences",
                "anomalies",
                "health",
                "live",
                "today",
                "overview?filter=source:google")) {
            dashboard.open("#/" + view);
            int controls = controls(dashboard);
            for (int index = 0; index < controls; index++) {
                operated += operate(dashboard, "#/" + view, index, thrown);
            }
        }
        assertThat(thrown).isEmpty();
        assertThat(operated).isGreaterThan(60);
    }

    private static final String CONTROLS = """
            const controls = [...document.querySelectorAll('main select, main button, main summary')].filter(each =>
                each.checkVisibility() && !each.matches('.csv, .popover *, table .sort, [data-opens-dialog]')
                && !/^(Download|Copy|CSV|PNG)/.test(each.textContent));
            """;

    private static int controls(Dashboard dashboard) {
        return ((Number) java.util.Objects.requireNonNull(
                        dashboard.browser().script(CONTROLS + "return controls.length")))
                .intValue();
    }

    private static int operate(Dashboard dashboard, String view, int index, List<String> thrown) {
        Object name = dashboard.browser().script(CONTROLS + """
                const control = controls[arguments[0]];
                control?.focus();
                return control ? control.tagName + ' ' + control.textContent.slice(0, 40) : null;
                """, index);
        if (name == null) {
            return 0;
        }
        if (String.valueOf(name).startsWith("SELECT")) {
            dashboard.press(Keys.ARROW_DOWN);
        }
        dashboard.press(Keys.ENTER).settled();
        Object lost = dashboard.browser().script("return document.activeElement === document.body");
        if (Boolean.TRUE.equals(lost) || dashboard.focused().startsWith("MAIN")) {
            thrown.add(view + ": " + name);
            dashboard.open(view);
        }
        return 1;
    }

    @Test
    void H6_1_aBusyServerIsAskedAgainAfterTheTimeItNames() throws Exception {
        Dashboard dashboard = trading();
        dashboard.browser().beforeEachPage(BUSY);

        dashboard.open("#/goals").says("€558.60");

        assertThat(dashboard.browser().script("return window.refusals")).isEqualTo(3L);
    }

    @Test
    void H6_1_aCardFailsByItselfAndIsTriedAgain() throws Exception {
        Dashboard dashboard = trading();
        dashboard.browser().beforeEachPage("""
                window.broken = true;
                window.refuse = address => window.broken && address.includes('/goals')
                    ? new Response('{"error":{"code":"internal","message":"no"}}', {status: 500}) : null;
                """);
        dashboard.open("#/overview");
        assertThat(dashboard.text())
                .contains("140", "Something went wrong on our side", "Add to cart", "Organic search");

        dashboard.browser().script("window.broken = false");
        dashboard
                .focus("[data-key=macros] .notice button")
                .press(Keys.ENTER)
                .says("€558.60")
                .settled();
        assertThat(dashboard.text()).doesNotContain("Something went wrong");
        assertThat(dashboard.browser().script("return document.activeElement === document.body"))
                .isEqualTo(false);
    }

    @Test
    void H6_1_offlineTheLastFiguresStayWithTheirTime() throws Exception {
        stage.expectingErrors("net::ERR_INTERNET_DISCONNECTED");
        Dashboard dashboard = trading().open("#/goals").says("€558.60");
        dashboard.browser().script("location.hash = '#/channels'");
        dashboard.settled().says("How far visitors get");

        dashboard.browser().offline(true);
        dashboard.browser().script("location.hash = '#/goals'");
        dashboard.says("No connection.").says("These figures are from").says("€558.60");
        dashboard.browser().offline(false);
        dashboard.browser().await("!document.body.innerText.includes('No connection')");
    }

    @Test
    void H6_2_theFirstFigureIsThereWithinTwoRoundTrips() throws Exception {
        Dashboard dashboard = trading();
        dashboard.browser().beforeEachPage("window.delayMs = 1500;");
        dashboard.open("#/overview");
        assertThat(millis(dashboard)).isBetween(1500.0, 3500.0);

        dashboard.browser().driver().navigate().refresh();
        dashboard.settled();
        assertThat(millis(dashboard)).as("the sites are known").isBetween(1500.0, 2500.0);
    }

    private static double millis(Dashboard dashboard) {
        return ((Number) java.util.Objects.requireNonNull(
                        dashboard.browser().script("return window.firstFigureMs - window.firstCallMs")))
                .doubleValue();
    }

    @Test
    void H4_1_aValueIsALinkThatFiltersAllViews() throws Exception {
        Dashboard dashboard = trading().open("#/overview?by=source");

        dashboard.focus("[data-key=split] a.filter").press(Keys.ENTER).settled();
        assertThat(dashboard.browser().address()).contains("filter=source");
        String value = dashboard.browser().text(".chip");
        assertThat(value).startsWith("Source: ");
        assertThat(dashboard.browser().script("return asked.filter(each => each.includes('filter=source')).length"))
                .isNotEqualTo(0L);

        dashboard.browser().click("nav a[href^='#/funnels']");
        dashboard.settled().says("who entered");
        assertThat(dashboard.browser().text(".chip")).isEqualTo(value);
        assertThat(dashboard.text()).doesNotContain("Of 140 who entered");

        dashboard.focus(".chip button").press(Keys.ENTER).settled().says("Of 140 who entered");
        assertThat(dashboard.browser().address()).doesNotContain("filter=");
        assertThat(dashboard.focused()).startsWith("SUMMARY");
    }

    @Test
    void H4_1_everyColumnSortsAndLongTablesAreSearched() throws Exception {
        Dashboard dashboard = trading().open("#/goals");

        dashboard.focus("[data-key=milestone] th:nth-child(2) .sort").press(Keys.ENTER);
        assertThat(firstRow(dashboard, "milestone")).isEqualTo("Product interest");
        dashboard.press(Keys.ENTER);
        assertThat(firstRow(dashboard, "milestone")).isEqualTo("Checkout started");
        assertThat(dashboard.browser().script("return document.activeElement.closest('th').getAttribute('aria-sort')"))
                .isEqualTo("ascending");

        Object hidden = dashboard.browser().asyncScript("""
                const {table} = await import('/app/ui/table.js');
                const rows = Array.from({length: 13}, (_, index) => 'name ' + index);
                document.querySelector('main').append(table('Long', [{label: 'Name', cell: row => row}], rows));
                const long = [...document.querySelectorAll('.long')].at(-1);
                const field = long.querySelector('input[type=search]');
                const shown = () => [...long.querySelectorAll('tbody tr')].filter(row => row.checkVisibility());
                const folded = shown().length;
                field.value = 'name 12';
                field.dispatchEvent(new Event('input'));
                return folded + ' ' + shown().map(row => row.textContent).join();
                """);
        assertThat(hidden).isEqualTo("12 name 12");
    }

    private static Object firstRow(Dashboard dashboard, String card) {
        return dashboard
                .browser()
                .script("return document.querySelector('[data-key=' + arguments[0] + '] tbody th').innerText", card);
    }

    @Test
    void H4_2_allRangesAreOfferedAndAllButTodayEndYesterday() throws Exception {
        Dashboard dashboard = trading().open("#/overview");
        assertThat(
                        dashboard
                                .browser()
                                .script(
                                        "return [...document.querySelectorAll('.presets button')].map(each => each.textContent).join()"))
                .isEqualTo(
                        "Today so far,Yesterday,Last 7 days,Last 28 days,Last 30 days,Last 90 days,This week,Last week,"
                                + "This month,Last month,This quarter,Last quarter,Year to date,Last 12 months,All (400 days)");

        dashboard.open("#/overview?range=12m");
        assertThat(dashboard
                        .browser()
                        .script("return document.querySelector('[data-key=\"select Time step\"] select').value"))
                .isEqualTo("week");
        assertThat(dashboard.browser().script("return asked.some(each => each.includes('interval=week'))"))
                .isEqualTo(true);
        assertThat(dashboard.text())
                .contains("Same weekdays before", "Days just before", "Same weekdays a year before");
    }

    @Test
    void H4_4_keysChooseRangesSearchFilterAndShowThemselves() throws Exception {
        Dashboard dashboard = trading().open("#/overview?by=source").focus("main");

        dashboard.press("w").settled();
        assertThat(dashboard.browser().address()).contains("range=7d");
        dashboard.press("q").settled();
        assertThat(dashboard.browser().address()).contains("range=90d");
        dashboard.press("d").settled();
        assertThat(dashboard.browser().address()).contains("range=yesterday");
        dashboard.press("m").settled();
        assertThat(dashboard.browser().address()).doesNotContain("range=");
        dashboard.press("f");
        assertThat(dashboard.focused()).startsWith("A ");
        dashboard.press("?");
        assertThat(dashboard.browser().text("dialog")).contains("Last 90 days", "Search in the table");
        dashboard
                .press(Keys.ESCAPE)
                .focus(".dates-menu summary")
                .press(Keys.ENTER)
                .focus("input[name=from]")
                .press("w");
        assertThat(dashboard.browser().address()).doesNotContain("range=");
    }

    @Test
    void H4_4_aChartIsSavedAsCsvAndAsAPicture() throws Exception {
        Dashboard dashboard = trading().open("#/overview?range=7d");
        dashboard.browser().script("""
                window.saved = [];
                const create = URL.createObjectURL.bind(URL);
                URL.createObjectURL = blob => { saved.push(blob); return create(blob); };
                HTMLAnchorElement.prototype.click = function () { saved.push(this.download); };
                """);

        dashboard.browser().click(".saves button:first-child");
        dashboard.browser().click(".saves button:last-child");
        dashboard.browser().await("window.saved.length === 4");
        assertThat(String.valueOf(dashboard.browser().asyncScript("return saved[0].text()")))
                .startsWith("date,Visitors,")
                .hasLineCount(9);
        assertThat(dashboard.browser().script("return saved[1] + saved[2].type + (saved[2].size > 2000) + saved[3]"))
                .asString()
                .matches("visitors-per-day-.*\\.csvimage/pngtruevisitors-per-day-.*\\.png");
    }

    @Test
    void H5_2_arrowKeysReadAChart() throws Exception {
        Dashboard dashboard = trading().open("#/overview?range=7d").focus(".plot");

        dashboard.press(Keys.ARROW_RIGHT).press(Keys.ARROW_RIGHT);
        assertThat(dashboard.browser().script("return document.querySelector('.chart [aria-live]').textContent"))
                .asString()
                .contains("Visitors 10", "Period before 10");
        assertThat(dashboard.browser().script("return document.querySelector('.chart .tooltip').hidden"))
                .isEqualTo(false);
    }

    @Test
    void H5_2_targetsAreAtLeast24PixelsHigh() throws Exception {
        Dashboard dashboard = trading();
        for (String view : List.of("overview", "funnels/checkout", "goals", "goals/purchase", "channels")) {
            dashboard.open("#/" + view);
            assertThat((List<?>) dashboard.browser().script("""
                    return [...document.querySelectorAll('button, select, summary, input, a.filter, .tabs a, nav a')]
                        .filter(each => each.checkVisibility() && each.getBoundingClientRect().height < 24)
                        .map(each => each.className + ' ' + each.textContent);
                    """)).as(view).isEmpty();
        }
    }

    @Test
    void nothingMovesWhileCardsLoad() throws Exception {
        Dashboard dashboard = trading();
        dashboard.browser().beforeEachPage("""
                window.delayMs = 200;
                window.moved = 0;
                new PerformanceObserver(list => list.getEntries().forEach(each => {
                  window.moved += each.hadRecentInput ? 0 : each.value;
                })).observe({type: 'layout-shift', buffered: true});
                """);
        for (String view : List.of("overview", "funnels/checkout", "goals", "channels")) {
            dashboard.open("#/" + view);
            assertThat(((Number) java.util.Objects.requireNonNull(
                                    dashboard.browser().script("return window.moved")))
                            .doubleValue())
                    .as(view)
                    .isLessThan(0.01);
        }
    }
}
