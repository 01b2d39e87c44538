package dev.cairn.plan;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;

/** The plan that ships ({@code plan/default.yaml}) and that {@code extends: default} amends. */
final class DefaultPlan {
    static final String NAME = "default";

    private static final String RESOURCE = "/plan/default.yaml";

    /** Read once a process; it never changes. */
    private static final Level LEVEL = load();

    private DefaultPlan() {}

    static Level level() {
        return LEVEL;
    }

    /** As it is written. */
    static Node document() {
        return DocumentReader.node(text());
    }

    /** Whether a funnel is the default plan's own, which no place in the document could be blamed for. */
    static boolean ships(String funnel, Level.@Nullable Located<?> located) {
        return located != null && LEVEL.funnels().get(funnel) == located;
    }

    private static Level load() {
        Faults faults = new Faults();
        Node document = DocumentReader.read(text(), faults);
        Level level = Level.read(Block.open(document, "", faults, Level.SECTIONS));
        level.goals().values().forEach(new GoalReader(new GoalReader.Traits("EUR", java.util.List.of()))::read);
        if (!faults.isEmpty()) {
            throw new IllegalStateException("the default plan is faulty: " + faults.all());
        }
        return level;
    }

    private static String text() {
        try (InputStream in = DefaultPlan.class.getResourceAsStream(RESOURCE)) {
            if (in == null) {
                throw new IllegalStateException(RESOURCE + " is not on the class path");
            }
            return new String(in.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
