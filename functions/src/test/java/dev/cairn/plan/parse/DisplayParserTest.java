package dev.cairn.plan.parse;

import static org.assertj.core.api.Assertions.assertThat;

import dev.cairn.plan.model.Display;
import dev.cairn.plan.model.Note;
import dev.cairn.plan.model.PublicAccess;
import java.time.LocalDate;
import java.util.Collections;
import java.util.List;
import org.junit.jupiter.api.Test;

class DisplayParserTest {
    private static PlanParser.Reading read(String keys) {
        return PlanParser.read("sites: {shop: {time_zone: UTC, currency: EUR%s}}".formatted(keys));
    }

    private static Display display(String keys) {
        PlanParser.Reading reading = read(keys);
        assertThat(reading.faults()).isEmpty();
        return reading.sites().get("shop").definitions().display();
    }

    private static List<String> faults(String keys) {
        return read(keys).faults().stream()
                .map(fault -> fault.path() + ": " + fault.message())
                .toList();
    }

    @Test
    void H4_3_notesHaveADateAndAText() {
        assertThat(display(", notes: [{date: 2026-11-27, text: Black Friday}, {date: '2026-03-01', text: 'TV: spot'}]")
                        .notes())
                .containsExactly(
                        new Note(LocalDate.parse("2026-03-01"), "TV: spot"),
                        new Note(LocalDate.parse("2026-11-27"), "Black Friday"));
        assertThat(display("").notes()).isEmpty();
    }

    @Test
    void H4_3_faultsOfNotesSayWhatIsWrong() {
        assertThat(faults(", notes: [{text: a}]").getFirst()).startsWith("sites.shop.notes[0].date: is missing");
        assertThat(faults(", notes: [{date: 2026-11-27}]").getFirst())
                .startsWith("sites.shop.notes[0].text: is missing");
        assertThat(faults(", notes: [{date: Friday, text: a}]").getFirst()).contains("write it as 2026-12-25");
        assertThat(faults(", notes: [{date: 2026-11-27, text: \"a\\nb\"}]").getFirst())
                .contains("on one line");
        assertThat(faults(", notes: [{date: 2026-11-27, text: a, who: b}]").getFirst())
                .contains("unknown key");
        assertThat(faults(", notes: Friday").getFirst()).contains("must be a list");
        assertThat(faults(
                        ", notes: [" + String.join(",", Collections.nCopies(501, "{date: 2026-11-27, text: a}")) + "]"))
                .containsExactly("sites.shop.notes: has 501 entries; the maximum is 500");
    }

    @Test
    void H4_3_aSiteIsClosedUnlessItsPlanOpensIt() {
        assertThat(display("").access()).isEqualTo(PublicAccess.CLOSED);
        assertThat(display(", public: false").access()).isEqualTo(PublicAccess.CLOSED);
        assertThat(display(", public: true").access()).satisfies(access -> {
            assertThat(access.open()).isTrue();
            assertThat(access.embed()).as("nobody may frame it").isEmpty();
        });
        assertThat(display(", public: true, embed: ['https://Intranet.example:8443', 'https://*.example.org']")
                        .access()
                        .embed())
                .containsExactly("https://intranet.example:8443", "https://*.example.org");
    }

    @Test
    void H4_3_whatWouldOpenMoreThanItSaysIsAFault() {
        assertThat(faults(", public: yes").getFirst()).startsWith("sites.shop.public: must be true or false");
        assertThat(faults(", embed: ['https://a.example']").getFirst()).contains("without public: true");
        for (String origin : List.of(
                "*",
                "https://*",
                "https:",
                "'null'",
                "https://a.example/page",
                "\"https://a.example; script-src *\"",
                "'https://a.example *'",
                "'https://*.github.io'")) {
            assertThat(faults(", public: true, embed: [" + (origin.startsWith("*") ? "'*'" : origin) + "]"))
                    .as(origin)
                    .isNotEmpty();
        }
        assertThat(faults(", public: true, embed: [" + String.join(",", Collections.nCopies(21, "'https://a.example'"))
                        + "]"))
                .containsExactly("sites.shop.embed: has 21 entries; the maximum is 20");
    }
}
