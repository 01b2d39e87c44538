package dev.cairn.model;

import dev.cairn.plan.model.Site;
import java.math.BigDecimal;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Function;

/** The events of each day by the values of their properties (F13). */
final class PropertyFigures {
    private static final String OTHER = "(other)";
    private static final int MOST_VALUES = 500;
    private static final int MOST_OF_DAY = 2_000;
    private static final int MOST_CHARS = 100;

    /** By event name; an event without one has only the properties that its site lists. */
    private static final Map<String, Set<String>> ALWAYS = Map.of(
            "video_start", Set.of("video", "code"),
            "video_progress", Set.of("video", "code"),
            "video_complete", Set.of("video", "code"),
            "video_error", Set.of("video", "code"),
            "file_download", Set.of("file"),
            "outbound_click", Set.of("host"),
            "form_start", Set.of("form", "field"),
            "form_submit", Set.of("form", "field"),
            "form_error", Set.of("form", "field"));

    private final PlanBook plans;
    private final Map<LocalDate, Map<Key, long[]>> days = new TreeMap<>();
    private final Set<List<Object>> visitors = new HashSet<>();

    PropertyFigures(PlanBook plans) {
        this.plans = plans;
    }

    private record Key(String event, String prop, String value) {}

    Map<String, String> cells(List<Event> events) {
        events.forEach(this::add);
        Map<String, String> cells = new HashMap<>();
        days.forEach((day, counts) -> kept(counts).forEach((key, numbers) -> {
            String path = "event_properties|" + day + "|" + Cells.part(key.event) + "|props|" + Cells.part(key.prop)
                    + "|" + Cells.part(key.value);
            cells.put(path + "|count", Long.toString(numbers[0]));
            if (numbers[1] > 0) {
                cells.put(path + "|visitors", Long.toString(numbers[1]));
            }
        }));
        return cells;
    }

    private void add(Event event) {
        Site site = plans.site(plans.tagging(event.copy()));
        String name = event.copy().name();
        Map<String, String> values = new HashMap<>();
        event.copy().props().forEach((prop, sent) -> {
            boolean listed = site != null && site.collect().reportProps().contains(prop);
            if (listed || ALWAYS.getOrDefault(name, Set.of()).contains(prop)) {
                values.put(prop, text(sent));
            }
        });
        Object percent = event.copy().props().get("percent");
        if (name.equals("video_progress") && values.containsKey("video") && percent instanceof BigDecimal) {
            values.putIfAbsent("video_percent", text(text(percent) + " " + values.get("video")));
        }
        String page = PageFigures.page(event);
        if ((name.equals("video_error") || name.equals("form_error")) && page != null) {
            values.putIfAbsent("page", text(page));
        }
        values.forEach((prop, value) -> {
            Key key = new Key(name, prop, value);
            long[] numbers =
                    days.computeIfAbsent(event.day(), any -> new HashMap<>()).computeIfAbsent(key, any -> new long[2]);
            numbers[0]++;
            if (event.visit() != null && visitors.add(List.of(event.day(), key, event.person()))) {
                numbers[1]++;
            }
        });
    }

    private static String text(Object sent) {
        String text = sent instanceof BigDecimal number ? Cells.number(number) : String.valueOf(sent);
        return PageFigures.cut(text, MOST_CHARS);
    }

    /** First the largest events, then the largest values of each property, then the largest of all. */
    private static Map<Key, long[]> kept(Map<Key, long[]> day) {
        Set<String> events = largest(day, Key::event);
        Map<Key, long[]> kept =
                renamed(day, key -> events.contains(key.event) ? key : new Key(OTHER, key.prop, key.value));
        Map<List<String>, Map<Key, long[]>> props = new HashMap<>();
        kept.forEach((key, numbers) -> props.computeIfAbsent(List.of(key.event, key.prop), any -> new HashMap<>())
                .put(key, numbers));
        Map<List<String>, Set<String>> values = new HashMap<>();
        props.forEach((prop, ofProp) -> values.put(prop, largest(ofProp, Key::value)));
        kept = renamed(
                kept,
                key -> values.get(List.of(key.event, key.prop)).contains(key.value)
                        ? key
                        : new Key(key.event, key.prop, OTHER));
        Map<Key, long[]> all = kept;
        List<Key> ranked = new ArrayList<>(kept.keySet());
        ranked.sort(Comparator.<Key>comparingLong(key -> -all.get(key)[0])
                .thenComparing(Key::event)
                .thenComparing(Key::prop)
                .thenComparing(Key::value));
        Set<Key> most = new HashSet<>(ranked.subList(0, Math.min(MOST_OF_DAY, ranked.size())));
        return renamed(kept, key -> most.contains(key) ? key : new Key(key.event, key.prop, OTHER));
    }

    private static Map<Key, long[]> renamed(Map<Key, long[]> counts, Function<Key, Key> name) {
        Map<Key, long[]> renamed = new HashMap<>();
        counts.forEach((key, numbers) -> {
            long[] sum = renamed.computeIfAbsent(name.apply(key), any -> new long[2]);
            sum[0] += numbers[0];
            sum[1] += numbers[1];
        });
        return renamed;
    }

    private static Set<String> largest(Map<Key, long[]> counts, Function<Key, String> name) {
        Map<String, Long> weights = new HashMap<>();
        counts.forEach((key, numbers) -> weights.merge(name.apply(key), numbers[0], Long::sum));
        if (weights.size() <= MOST_VALUES) {
            return weights.keySet();
        }
        Set<String> kept = new HashSet<>(weights.keySet().stream()
                .filter(each -> !each.equals(Touch.NOBODY))
                .sorted(Comparator.<String>comparingLong(each -> -weights.get(each))
                        .thenComparing(Comparator.naturalOrder()))
                .limit(MOST_VALUES)
                .toList());
        kept.add(Touch.NOBODY);
        return kept;
    }
}
