package dev.cairn.bugs;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Checks that the list of bugs fits the current product; the command {@code tests/bugs} checks that each is caught. */
class BugsTest {
    private static final Path SOURCES = Path.of("..", "..", "functions", "src", "main", "java");

    @TempDir
    Path folder;

    static List<Bug> bugs() {
        return Bugs.all();
    }

    @ParameterizedTest
    @MethodSource("bugs")
    void everyBugFitsTheCodeAndCompiles(Bug bug) throws IOException {
        Patched patched = new Patched(SOURCES, folder);
        for (Map.Entry<String, String> each : patched.texts(bug).entrySet()) {
            Path original = SOURCES.resolve("dev/cairn").resolve(each.getKey() + ".java");
            assertThat(each.getValue()).isNotEqualTo(Files.readString(original));
        }

        assertThat(patched.compile(bug)).isNotEmptyDirectory();
    }

    @Test
    void eachHasANameOfItsOwnAndSaysWhatIsWrong() {
        assertThat(Bugs.all()).extracting(Bug::name).doesNotHaveDuplicates();
        assertThat(Bugs.all()).allSatisfy(bug -> {
            assertThat(bug.thought()).endsWith(".");
            assertThat(bug.truth()).endsWith(".");
        });
        assertThat(Bugs.all().stream().filter(bug -> !bug.harmless())).hasSizeGreaterThanOrEqualTo(45);
    }

    /** The rules of the protocol that this code relies on; it does not use B13. */
    @Test
    void everyRuleOfTheProtocolIsRemovedByABug() {
        assertThat(Stream.of("b1-", "b2-", "b3-", "b4-", "b5-", "b6-", "b7-", "b8-", "b9-", "b10-", "b11-", "b12-"))
                .allMatch(rule -> Bugs.all().stream().anyMatch(bug -> bug.name().startsWith(rule)));
    }

    @Test
    void aBugWhosePlaceIsGoneIsRefusedAndSaysWhatToLookAt() {
        Bug noFile = Bug.named("no-file", "", "").in("domain/Nothing", "is").removed();
        Bug noMethod = Bug.named("no-method", "", "")
                .in("store/bucket/DirtyBuckets", "lower")
                .begins("");
        Bug noCall = Bug.named("no-call", "", "")
                .in("store/bucket/DirtyBuckets", "clear")
                .call("items.get")
                .removed();

        assertThatThrownBy(() -> texts(noFile))
                .hasMessageContaining("no-file: there is no domain/Nothing.java any more");
        assertThatThrownBy(() -> texts(noMethod))
                .hasMessageContaining(
                        "no-method: lower in store/bucket/DirtyBuckets.java is not there any more; there are [")
                .hasMessageContaining("DirtyBuckets.nextEpoch()")
                .hasMessageContaining("write the bug for that");
        assertThatThrownBy(() -> texts(noCall))
                .hasMessageContaining("has no call of items.get any more; it calls [")
                .hasMessageContaining("items.delete");
    }

    @Test
    void aBugThatFitsInTwoPlacesIsRefused() {
        Bug twoMethods = Bug.named("two-methods", "", "")
                .in("store/bucket/DirtyBuckets", "raise")
                .begins("");
        Bug twoCalls = Bug.named("two-calls", "", "")
                .in("store/bucket/DirtyBuckets", "raise(BucketKey, long)")
                .call("new Raised")
                .is("null");

        assertThatThrownBy(() -> texts(twoMethods)).hasMessageContaining("is there 2 times; name its class");
        assertThatThrownBy(() -> texts(twoCalls)).hasMessageContaining("in lines");
    }

    /** Reformatting a method, moving it or renaming its locals does not affect the bugs. */
    @Test
    void formattingPlaceAndNamesOfLocalsDoNotMatter() {
        Bug bug = Bug.named("any", "", "")
                .in("A", "B.add")
                .condition("size")
                .alwaysTrue()
                .in("A", "B.add")
                .call("put")
                .is("replace($1, $p1)");
        String once = "class A { class B { void add(int n) { if (n > all.size()) { put(n + 1); } } } }";
        String another = """
                class A { int z; class B { void other() {}
                    void add(
                            int number) {
                        if (
                            all .size( )
                                < number)
                            put(// why
                                number + 1); } } }
                """;

        assertThat(SourceCode.parse("A", "any", once).with(bug.edits()))
                .isEqualTo("class A { class B { void add(int n) { if (true) { replace(n + 1, n); } } } }");
        assertThat(SourceCode.parse("A", "any", another).with(bug.edits()).replaceAll("\\s+", " "))
                .contains("void add( int number) { if ( true) replace(number + 1, number); } } }");
    }

    /** A bug that does not compile would seem to be caught by whichever test fails. */
    @Test
    void aBugThatDoesNotCompileIsRefused() {
        Bug noJava = Bug.named("no-java", "", "")
                .in("store/bucket/DirtyBuckets", "all")
                .body("return nothing;");

        assertThatThrownBy(() -> new Patched(SOURCES, folder).compile(noJava)).hasMessageContaining("does not compile");
    }

    private Map<String, String> texts(Bug bug) {
        return new Patched(SOURCES, folder).texts(bug);
    }
}
