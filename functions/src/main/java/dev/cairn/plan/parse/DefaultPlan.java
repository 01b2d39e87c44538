package dev.cairn.plan.parse;

import dev.cairn.plan.document.DocumentParser;
import dev.cairn.plan.document.Node;
import dev.cairn.plan.document.PlanErrors;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;

/** The default plan ({@code plan/default.yaml}), which {@code extends: default} amends. */
public final class DefaultPlan {
    public static final String NAME = "default";

    private static final String RESOURCE = "/plan/default.yaml";

    /** Loaded once per process. */
    private static final PlanLayer LEVEL = load();

    private DefaultPlan() {}

    static PlanLayer level() {
        return LEVEL;
    }

    /** Returns the default plan's document as written. */
    public static Node document() {
        return DocumentParser.node(text());
    }

    /** Whether a funnel comes from the default plan, so that an error in it has no location in the user's document. */
    static boolean ships(String funnel, PlanLayer.@Nullable Located<?> located) {
        return located != null && LEVEL.funnels().get(funnel) == located;
    }

    private static PlanLayer load() {
        PlanErrors faults = new PlanErrors();
        Node document = DocumentParser.read(text(), faults);
        PlanLayer level = PlanLayer.read(MappingReader.open(document, "", faults, PlanLayer.SECTIONS));
        level.goals().values().forEach(new GoalParser(new GoalParser.Traits("EUR", java.util.List.of()))::read);
        if (!faults.isEmpty()) {
            throw new IllegalStateException("the default plan is invalid: " + faults.all());
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
