package dev.cairn.bugs;

import java.io.IOException;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import javax.tools.JavaCompiler;
import javax.tools.StandardJavaFileManager;
import javax.tools.ToolProvider;

/** One source file of the product with a bug in it, compiled into a folder of its own. */
final class Patched {
    private final Path sources;
    private final Path folder;

    /**
     * @param sources of the product
     * @param folder below which the classes go
     */
    Patched(Path sources, Path folder) {
        this.sources = sources;
        this.folder = folder;
    }

    /** The classes' folder. Throws {@link IllegalStateException} where the bug does not fit the source any more. */
    Path compile(Bug bug) {
        try {
            Path source = Files.createDirectories(folder.resolve(bug.name()).resolve("source"))
                    .resolve(Path.of(bug.source()).getFileName());
            Path classes = Files.createDirectories(folder.resolve(bug.name()).resolve("classes"));
            Files.writeString(source, text(bug));
            compile(bug, source, classes);
            return classes;
        } catch (IOException unwritable) {
            throw new UncheckedIOException(unwritable);
        }
    }

    /** The source with the bug in it. */
    String text(Bug bug) {
        Path original = sources.resolve("dev/cairn").resolve(bug.source());
        try {
            String text = Files.readString(original);
            for (Bug.Edit edit : bug.edits()) {
                text = edited(bug, text, edit);
            }
            return text;
        } catch (IOException unreadable) {
            throw new IllegalStateException(bug.name() + ": there is no " + bug.source() + " any more", unreadable);
        }
    }

    private static String edited(Bug bug, String text, Bug.Edit edit) {
        int[] places = new int[text.length() + 1];
        StringBuilder dense = new StringBuilder();
        for (int i = 0; i < text.length(); i++) {
            if (!Character.isWhitespace(text.charAt(i))) {
                places[dense.length()] = i;
                dense.append(text.charAt(i));
            }
        }
        String wanted = edit.text().replaceAll("\\s", "");
        int at = dense.indexOf(wanted);
        if (at < 0 || dense.indexOf(wanted, at + 1) >= 0) {
            throw new IllegalStateException("%s: \"%s\" is %s in %s; write the bug anew for what is there now"
                    .formatted(bug.name(), edit.text(), at < 0 ? "not" : "more than once", bug.source()));
        }
        return text.substring(0, places[at])
                + edit.replacement()
                + text.substring(places[at + wanted.length() - 1] + 1);
    }

    private static void compile(Bug bug, Path source, Path classes) throws IOException {
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
            boolean compiled = compiler.getTask(said, files, null, options, null, files.getJavaFileObjects(source))
                    .call();
            if (!compiled) {
                throw new IllegalStateException(bug.name() + " does not compile: " + said);
            }
        }
    }
}
