package dev.cairn.local.notices;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.cairn.local.notices.LocalNotices.Received;
import dev.cairn.store.SetClock;
import dev.cairn.store.notice.Notice;
import dev.cairn.store.notice.NoticeNotSentException;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class LocalNoticesTest {
    @TempDir
    Path data;

    private final SetClock clock = new SetClock(Instant.parse("2026-03-10T12:00:00Z"));
    private final List<Notice> arrived = new ArrayList<>();
    private final List<String> trouble = new ArrayList<>();

    private Path folder() {
        return data.resolve("notices");
    }

    private LocalNotices notices(@Nullable Path folder) {
        return new LocalNotices(folder, clock, arrived::add, trouble::add);
    }

    private static Notice notice(String id) {
        return new Notice(id, "shop", "Shop: daily digest", "Déjà vu\nsecond line", "{\"kind\":\"daily\"}");
    }

    private List<String> files() throws IOException {
        try (Stream<Path> files = Files.list(folder())) {
            return files.map(file -> file.getFileName().toString()).sorted().toList();
        }
    }

    private static List<String> ids(LocalNotices notices) {
        return notices.newestFirst().stream()
                .map(received -> received.notice().id())
                .toList();
    }

    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void N6_10_theNewestIsFirstAndARepeatIsNoSecondMessage(boolean onDisk) {
        LocalNotices notices = notices(onDisk ? folder() : null);
        notices.send(notice("z"));
        clock.forward(Duration.ofMinutes(30));
        notices.send(notice("a"));
        clock.forward(Duration.ofMinutes(30));
        notices.send(notice("z"));

        assertThat(notices.newestFirst())
                .containsExactly(
                        new Received(Instant.parse("2026-03-10T12:30:00Z"), notice("a")),
                        new Received(Instant.parse("2026-03-10T12:00:00Z"), notice("z")));
        assertThat(arrived).containsExactly(notice("z"), notice("a"));
    }

    @Test
    void aMessageIsOneFileThatOnlyItsOwnerReadsAndThatOutlivesTheProcess() throws IOException {
        notices(folder()).send(notice("-aB_9"));
        LocalNotices next = notices(folder());
        next.send(notice("-aB_9"));

        assertThat(files()).containsExactly("-aB_9.json");
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(folder().resolve("-aB_9.json"))))
                .isEqualTo("rw-------");
        assertThat(next.newestFirst()).extracting(Received::notice).containsExactly(notice("-aB_9"));
        assertThat(arrived).hasSize(1);
    }

    @ParameterizedTest
    @ValueSource(strings = {"../../secrets", "a/b", "", ".", "a\u0000b"})
    void anIdThatIsNoFileNameStaysInTheFolder(String id) throws IOException {
        LocalNotices notices = notices(folder());
        notices.send(notice(id));
        notices.send(notice(id));

        assertThat(files()).hasSize(1).allMatch(name -> name.matches("[A-Za-z0-9_-]{22}\\.json"));
        assertThat(ids(notices)).containsExactly(id);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "not json", "[]", "{\"id\":\"b\",\"received\":\"2026-03-10T12:00:00Z\"}\ncrc32c=0\n"})
    void aDamagedFileIsReportedAndReplacedWhenItsMessageIsSentAgain(String content) throws IOException {
        LocalNotices notices = notices(folder());
        notices.send(notice("a"));
        notices.send(notice("b"));
        Path file = folder().resolve("b.json");
        Files.writeString(file, content);

        assertThat(ids(notices)).containsExactly("a");
        assertThat(trouble).containsExactly("the message " + file + " is damaged and not shown");

        notices.send(notice("b"));
        assertThat(ids(notices)).containsExactly("a", "b");
    }

    /** A full disk, say. */
    @Test
    void N6_10_whatCannotBeWrittenIsNotSent() throws IOException {
        Files.writeString(folder(), "in the way");

        assertThatThrownBy(() -> notices(folder()).send(notice("a"))).isInstanceOf(NoticeNotSentException.class);
        assertThat(arrived).isEmpty();
    }

    @Test
    void thePageShowsTheNewestHundredAndRunsNothingOfTheirs() {
        LocalNotices notices = notices(null);
        for (int i = 0; i < 102; i++) {
            clock.forward(Duration.ofSeconds(1));
            notices.send(new Notice("id" + i, "<i>", "\"<script>" + i, "'&", "{\"</code>\":1}"));
        }

        String page = new String(new NoticesPage(notices).answer().body(), StandardCharsets.UTF_8);

        assertThat(page)
                .contains("&quot;&lt;script&gt;101", "&quot;&lt;script&gt;2<", "&lt;i&gt;", "&#39;&amp;")
                .contains("{&quot;&lt;/code&gt;&quot;:1}", "2 older messages are not shown")
                .doesNotContain("<script", "<i>", "gt;1<")
                .containsSubsequence("gt;101<", "gt;100<", "gt;2<");
    }
}
