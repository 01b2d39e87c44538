package dev.cairn.browser.harness;

import java.io.File;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/** Chromium and its driver on this machine: on the PATH, or where Debian puts them. */
public final class Programs {
    private static final List<String> BROWSERS = List.of("chromium", "chromium-browser", "google-chrome");
    private static final List<String> DRIVERS = List.of("chromedriver");

    private Programs() {}

    static Path browser() {
        return find(BROWSERS).orElseThrow();
    }

    static Path driver() {
        return find(DRIVERS).orElseThrow();
    }

    /** What is missing to run a browser, as a sentence; empty if nothing is. */
    public static Optional<String> missing() {
        if (find(BROWSERS).isEmpty()) {
            return Optional.of("there is no chromium on the PATH (Debian: apt-get install chromium)");
        }
        if (find(DRIVERS).isEmpty()) {
            return Optional.of("there is no chromedriver on the PATH (Debian: apt-get install chromium-driver)");
        }
        return Optional.empty();
    }

    /** The first of the programs that there is. */
    public static Optional<Path> find(String... names) {
        return find(List.of(names));
    }

    private static Optional<Path> find(List<String> names) {
        String path = Optional.ofNullable(System.getenv("PATH")).orElse("") + File.pathSeparator + "/usr/bin";
        return names.stream()
                .flatMap(name -> Stream.of(path.split(File.pathSeparator)).map(folder -> Path.of(folder, name)))
                .filter(Files::isExecutable)
                .findFirst();
    }
}
