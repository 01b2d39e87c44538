package dev.cairn.compatibility;

import com.fasterxml.jackson.databind.JsonNode;
import dev.cairn.store.Item;
import dev.cairn.store.Json;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.Writer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.IntPredicate;
import java.util.stream.Collectors;

/**
 * R8 across versions: this version and earlier ones, each in its own process, play the {@link Story} in turns, and every
 * figure has to be the one that one of the two alone counts. Upgraded: the earlier version plays the first half. Rolled
 * back: this one does. Mixed: they take turns, so that each classifies and counts what the other one has collected.
 * The arguments are pairs: a version's name, and its class path.
 */
final class VersionsCheck {
    private static final int PARTS = VersionSteps.parts();
    private static final int HALF = PARTS / 2;

    private final Path folder;
    private int differences;
    private int files;

    private VersionsCheck(Path folder) {
        this.folder = folder;
    }

    /** A version's process. */
    private static final class Player implements AutoCloseable {
        private final Process process;
        private final Writer in;
        private final BufferedReader out;

        Player(String classPath) throws IOException {
            process = new ProcessBuilder(
                            Path.of(System.getProperty("java.home"), "bin", "java")
                                    .toString(),
                            "-XX:+UseSerialGC",
                            "-Xmx512m",
                            "-cp",
                            classPath,
                            VersionSteps.class.getName())
                    .redirectError(ProcessBuilder.Redirect.INHERIT)
                    .start();
            in = process.outputWriter(StandardCharsets.UTF_8);
            out = new BufferedReader(new InputStreamReader(process.getInputStream(), StandardCharsets.UTF_8));
        }

        void play(int part, String before, Path after) throws IOException {
            in.write(part + " " + before + " " + after + "\n");
            in.flush();
            String answer = out.readLine();
            while (answer != null && !answer.equals("done")) {
                answer = out.readLine();
            }
            if (answer == null) {
                throw new IOException("part " + part + " failed; its error is above");
            }
        }

        /** Its input ends, and so does it. */
        @Override
        public void close() throws IOException {
            in.close();
            process.onExit().join();
        }
    }

    public static void main(String[] arguments) throws IOException {
        VersionsCheck check = new VersionsCheck(Files.createTempDirectory("versions"));
        try (Player current = new Player(System.getProperty("java.class.path"))) {
            Alone alone = check.alone(current);
            System.out.println(
                    "this version alone: " + check.figures(alone.end()).size() + " rows");
            for (int i = 0; i < arguments.length; i += 2) {
                check.against(arguments[i], arguments[i + 1], current, alone);
            }
        }
        System.out.println(check.differences + " differences");
        System.exit(check.differences == 0 ? 0 : 1);
    }

    private void against(String name, String classPath, Player current, Alone alone) throws IOException {
        try (Player earlier = new Player(classPath)) {
            Alone before = alone(earlier);
            Map<String, Path> turns = new LinkedHashMap<>();
            turns.put(
                    "upgraded",
                    played(
                            current,
                            earlier,
                            part -> true,
                            HALF,
                            PARTS,
                            before.half().toString()));
            turns.put(
                    "rolled back",
                    played(
                            current,
                            earlier,
                            part -> false,
                            HALF,
                            PARTS,
                            alone.half().toString()));
            turns.put("mixed", played(current, earlier, part -> part % 4 == 0 || part % 4 == 3, 0, PARTS, "-"));
            Map<RowFigures.Place, JsonNode> byEarlier = figures(before.end());
            Map<RowFigures.Place, JsonNode> byCurrent = figures(alone.end());
            for (Map.Entry<String, Path> turn : turns.entrySet()) {
                Map<RowFigures.Place, JsonNode> both = figures(turn.getValue());
                Set<String> neither = places(RowFigures.differences(byEarlier, both));
                neither.retainAll(places(RowFigures.differences(byCurrent, both)));
                differences += neither.size();
                System.out.println(name + ", " + turn.getKey() + ": " + both.size() + " rows, " + neither.size()
                        + " figures that neither version counts alone");
                neither.stream().limit(10).forEach(place -> System.out.println("    " + place));
            }
        }
    }

    private static Set<String> places(List<String> differences) {
        return differences.stream()
                .map(line -> line.substring(0, line.lastIndexOf(" is ")))
                .collect(Collectors.toCollection(TreeSet::new));
    }

    /** All parts played by one version: the state after the first half, and after all. */
    private record Alone(Path half, Path end) {}

    private Alone alone(Player player) throws IOException {
        Path half = played(player, player, part -> true, 0, HALF, "-");
        return new Alone(half, played(player, player, part -> true, HALF, PARTS, half.toString()));
    }

    /** The state after these parts, each played by this version or by the earlier one. */
    private Path played(Player current, Player earlier, IntPredicate byCurrent, int from, int to, String state)
            throws IOException {
        String before = state;
        Path after = folder;
        for (int part = from; part < to; part++) {
            after = folder.resolve("state-" + files++ + ".json");
            (byCurrent.test(part) ? current : earlier).play(part, before, after);
            if (part > from) {
                Files.delete(Path.of(before));
            }
            before = after.toString();
        }
        return after;
    }

    private Map<RowFigures.Place, JsonNode> figures(Path state) throws IOException {
        Map<RowFigures.Place, JsonNode> figures = new TreeMap<>();
        List<Item> rows = new ArrayList<>(VersionSteps.items(Json.MAPPER.readTree(Files.readAllBytes(state))));
        rows.removeIf(item -> !item.key().partition().startsWith("row#"));
        for (Item row : rows) {
            String[] parts = row.key().partition().split("#", 3);
            figures.put(
                    new RowFigures.Place(parts[1], parts[2], row.key().sort()),
                    Json.read(row.body(), JsonNode.class).path("figures"));
        }
        return figures;
    }
}
