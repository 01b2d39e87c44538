package dev.cairn.bugs;

import java.io.IOException;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import javax.tools.JavaCompiler;
import javax.tools.StandardJavaFileManager;
import javax.tools.ToolProvider;

/** The product files changed by a bug, compiled into a separate folder. */
final class Patched {
    private final Path sources;
    private final Path folder;

    /**
     * @param sources of the product
     * @param folder below which the classes are written
     */
    Patched(Path sources, Path folder) {
        this.sources = sources;
        this.folder = folder;
    }

    /** The classes' folder. Throws {@link IllegalStateException} if the bug no longer fits the code. */
    Path compile(Bug bug) {
        try {
            Path classes = Files.createDirectories(folder.resolve(bug.name()).resolve("classes"));
            List<Path> changed = new ArrayList<>();
            for (Map.Entry<String, String> each : texts(bug).entrySet()) {
                Path source = folder.resolve(bug.name()).resolve("source").resolve(each.getKey() + ".java");
                Files.createDirectories(source.getParent());
                changed.add(Files.writeString(source, each.getValue()));
            }
            compile(bug, changed, classes);
            return classes;
        } catch (IOException unwritable) {
            throw new UncheckedIOException(unwritable);
        }
    }

    /** The files with the bug, by name. */
    Map<String, String> texts(Bug bug) {
        Map<String, String> texts = new TreeMap<>();
        for (String name : bug.sources()) {
            List<Bug.Edit> edits = bug.edits().stream()
                    .filter(edit -> edit.source().equals(name))
                    .toList();
            texts.put(name, SourceCode.parse(name, bug.name(), read(bug, name)).with(edits));
        }
        return texts;
    }

    private String read(Bug bug, String name) {
        try {
            return Files.readString(sources.resolve("dev/cairn").resolve(name + ".java"));
        } catch (IOException unreadable) {
            throw new IllegalStateException(
                    "%s: there is no %s.java any more. Look for what does its work now, and write the bug for that."
                            .formatted(bug.name(), name),
                    unreadable);
        }
    }

    private static void compile(Bug bug, List<Path> changed, Path classes) throws IOException {
        JavaCompiler compiler = ToolProvider.getSystemJavaCompiler();
        StringWriter said = new StringWriter();
        try (StandardJavaFileManager files = compiler.getStandardFileManager(null, null, null)) {
            List<String> options = List.of(
                    "-d",
                    classes.toString(),
                    "-cp",
                    System.getProperty("java.class.path"),
                    "-proc:none",
                    "-implicit:none",
                    "-parameters");
            boolean compiled = compiler.getTask(
                            said, files, null, options, null, files.getJavaFileObjectsFromPaths(changed))
                    .call();
            if (!compiled) {
                throw new IllegalStateException(
                        bug.name() + " does not compile any more; names in it may have changed: " + said);
            }
        }
    }
}
