package dev.cairn.plan.parse;

import dev.cairn.plan.document.Node;
import dev.cairn.plan.document.Suggestions;
import dev.cairn.plan.model.Note;
import dev.cairn.plan.model.PublicAccess;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Reads a site's notes and whether its figures are visible without a key (H4.3). */
final class DisplayParser {
    static final Set<String> KEYS = Set.of("notes", "public", "embed");

    private static final Set<String> NOTE_KEYS = Set.of("date", "text");
    private static final int NOTE_CHARACTERS = 200;
    private static final Pattern ONE_LINE = Pattern.compile("[^\\p{Cntrl}]*\\S[^\\p{Cntrl}]*");

    private DisplayParser() {}

    /** Reads the site's notes, sorted by day. */
    static List<Note> notes(MappingReader block) {
        PlanLimits.items(block, "notes", PlanLimits.NOTES);
        List<Note> notes = new ArrayList<>();
        List<Node> items = block.items("notes");
        for (int i = 0; i < items.size(); i++) {
            Note note = note(MappingReader.open(
                    items.get(i), Suggestions.item(block.under("notes"), i), block.faults(), NOTE_KEYS));
            if (note != null) {
                notes.add(note);
            }
        }
        notes.sort(Comparator.comparing(Note::date));
        return List.copyOf(notes);
    }

    private static @Nullable Note note(MappingReader note) {
        note.require("date", "the day it is about, such as 2026-11-20");
        note.require("text", "what happened");
        String date = note.text("date");
        LocalDate day = date == null
                ? null
                : AlertsParser.day(new MappingReader.Place(date, note.under("date"), note.faults()));
        String text = note.text("text");
        if (text != null
                && (text.length() > NOTE_CHARACTERS || !ONE_LINE.matcher(text).matches())) {
            note.fault("text", "must be 1 to " + NOTE_CHARACTERS + " characters on one line");
            return null;
        }
        return day == null || text == null ? null : new Note(day, text);
    }

    /**
     * Reads whether the site's figures are visible without a key, and which origins may embed them. Origins alone have
     * no effect.
     */
    static PublicAccess access(MappingReader block) {
        PlanLimits.items(block, "embed", PlanLimits.EMBED);
        boolean open = Objects.requireNonNullElse(block.truth("public"), false);
        Set<String> embed = new LinkedHashSet<>(block.texts("embed", DisplayParser::framing));
        if (!embed.isEmpty() && !open) {
            block.fault("embed", "has no effect without public: true; add it, or remove embed");
        }
        return new PublicAccess(open, Collections.unmodifiableSet(embed));
    }

    /**
     * Reads an origin for the frame policy; {@code null} is rejected because it matches every page without an origin.
     */
    private static @Nullable String framing(MappingReader.Place place) {
        String origin = OriginPatterns.origin(place);
        if (OriginPatterns.NULL.equals(origin)) {
            place.fault("cannot be \"null\"; use the origin of the page that shows it, such as https://www.example");
            return null;
        }
        return origin;
    }
}
