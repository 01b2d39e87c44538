package dev.cairn.local;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The data folder holds keys, salts and raw events: it is for its owner only. */
class DataFolderTest {
    @TempDir
    Path temporary;

    private final List<String> trouble = new ArrayList<>();

    @BeforeEach
    void filesHaveOwners() {
        assumeTrue(FileSystems.getDefault().supportedFileAttributeViews().contains("posix"));
    }

    @Test
    void aNewFolderIsForItsOwnerOnly() throws IOException {
        Path folder = temporary.resolve("a/b");

        DataFolder.open(folder, trouble::add).close();

        assertThat(permissions(folder)).isEqualTo("rwx------");
        assertThat(trouble).isEmpty();
    }

    @Test
    void aFolderOfAnEarlierVersionIsClosedToOthersWithAMessage() throws IOException {
        Path folder = open("rwxr-xr-x");
        Files.createFile(folder.resolve("lock"));

        DataFolder.open(folder, trouble::add).close();

        assertThat(permissions(folder)).isEqualTo("rwx------");
        assertThat(trouble).singleElement().asString().contains(folder.toString(), "rwxr-xr-x");
    }

    @Test
    void aFolderWithSomethingElseInItIsReportedAndLeftAsItIs() throws IOException {
        Path folder = open("rwxr-x---");
        Files.createFile(folder.resolve("README.md"));

        DataFolder.open(folder, trouble::add).close();

        assertThat(permissions(folder)).isEqualTo("rwxr-x---");
        assertThat(trouble).singleElement().asString().contains("chmod 700 " + folder);
    }

    private Path open(String permissions) throws IOException {
        Path folder = Files.createDirectory(temporary.resolve("data"));
        return Files.setPosixFilePermissions(folder, PosixFilePermissions.fromString(permissions));
    }

    private static String permissions(Path folder) throws IOException {
        return PosixFilePermissions.toString(Files.getPosixFilePermissions(folder));
    }
}
