package dev.cairn.bench;

import dev.cairn.store.Table;

/** What an item is, told by its table and the beginning of its partition. */
enum Kind {
    VISITOR_DAYS("visitor days"),
    JOURNEYS("journeys"),
    ORDERS("order claims"),
    TIMES("time claims"),
    QUARANTINE("quarantine"),
    MARKS("marks"),
    RUNNING("running day"),
    WATERMARK("watermark"),
    AVERAGES("averages"),
    PARTIALS("bucket partials"),
    ROWS("rows"),
    OTHER("other statistics"),
    SETTINGS("plan, keys and salts");

    private final String words;

    Kind(String words) {
        this.words = words;
    }

    static Kind of(Table table, String partition) {
        String prefix = partition.split("#")[0];
        return switch (table) {
            case SETTINGS, SALTS -> SETTINGS;
            case STATE ->
                switch (prefix) {
                    case "journey" -> JOURNEYS;
                    case "order" -> ORDERS;
                    case "time" -> TIMES;
                    case "quarantine" -> QUARANTINE;
                    default -> VISITOR_DAYS;
                };
            case STATISTICS ->
                switch (prefix) {
                    case "marks" -> MARKS;
                    case "running" -> RUNNING;
                    case "watermark" -> WATERMARK;
                    case "averages" -> AVERAGES;
                    case "partial" -> PARTIALS;
                    case "row" -> ROWS;
                    default -> OTHER;
                };
        };
    }

    @Override
    public String toString() {
        return words;
    }
}
