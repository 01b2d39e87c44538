package dev.cairn.plan.model;

import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The labels of a site's definitions by their ids. A definition without a label gets one from its id:
 * {@code newsletter_signup} becomes "Newsletter signup".
 */
public record Labels(
        Map<String, Label> goals,
        Map<String, Label> funnels,
        Map<String, Label> targets,
        Map<String, Label> audiences) {
    public static final Labels NONE = new Labels(Map.of(), Map.of(), Map.of(), Map.of());

    public String goal(String id, String language) {
        return text(goals.get(id), id, language);
    }

    public String funnel(String id, String language) {
        return text(funnels.get(id), id, language);
    }

    public String target(String id, String language) {
        return text(targets.get(id), id, language);
    }

    public String audience(String id, String language) {
        return text(audiences.get(id), id, language);
    }

    private static String text(@Nullable Label label, String id, String language) {
        return label == null ? spoken(id) : label.in(language);
    }

    /** Converts an id to words: {@code add_to_cart} becomes "Add to cart". */
    public static String spoken(String id) {
        String words = id.replace('_', ' ').replace('-', ' ').strip();
        return words.isEmpty() ? id : words.substring(0, 1).toUpperCase(Locale.ROOT) + words.substring(1);
    }
}
