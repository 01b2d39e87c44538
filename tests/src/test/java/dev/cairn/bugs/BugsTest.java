package dev.cairn.bugs;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** The list of bugs fits the product as it is; that each is caught is for the command {@code tests/bugs} to say. */
class BugsTest {
    private static final Path SOURCES = Path.of("..", "..", "functions", "src", "main", "java");

    @TempDir
    Path folder;

    static List<Bug> bugs() {
        return Bugs.all();
    }

    @ParameterizedTest
    @MethodSource("bugs")
    void everyBugFitsTheSourceAndCompiles(Bug bug) throws IOException {
        String original = Files.readString(SOURCES.resolve("dev/cairn").resolve(bug.source()));
        Patched patched = new Patched(SOURCES, folder);

        assertThat(patched.text(bug)).isNotEqualTo(original);
        assertThat(patched.compile(bug)).isNotEmptyDirectory();
    }

    @Test
    void eachHasANameOfItsOwn() {
        assertThat(Bugs.all()).hasSizeGreaterThan(20).extracting(Bug::name).doesNotHaveDuplicates();
    }

    @Test
    void aBugWhosePlaceIsGoneIsRefusedAndNamed() {
        Bug gone = Bug.in("domain/Money.java", "no-such-place", "").replace("there is no such text", "");

        assertThatThrownBy(() -> new Patched(SOURCES, folder).text(gone))
                .isInstanceOf(IllegalStateException.class)
                .hasMessageContaining("no-such-place")
                .hasMessageContaining("is not in domain/Money.java");
    }

    @Test
    void aBugThatFitsInTwoPlacesIsRefused() {
        Bug twice = Bug.in("classify/Classifier.java", "two-places", "").replace("failed = lower(", "failed = (");

        assertThatThrownBy(() -> new Patched(SOURCES, folder).text(twice)).hasMessageContaining("more than once");
    }

    /** A bug that does not compile would seem caught by whatever then fails. */
    @Test
    void aBugThatDoesNotCompileIsRefused() {
        Bug noJava = Bug.in("domain/Count.java", "no-java", "").replace("public enum Count {", "public enum Count {{");

        assertThatThrownBy(() -> new Patched(SOURCES, folder).compile(noJava)).hasMessageContaining("does not compile");
    }
}
