package dev.cairn.plan.document;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.dataformat.yaml.YAMLFactory;
import com.fasterxml.jackson.dataformat.yaml.YAMLParser;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;
import org.yaml.snakeyaml.LoaderOptions;
import org.yaml.snakeyaml.error.MarkedYAMLException;
import org.yaml.snakeyaml.error.YAMLException;

/** Parses YAML or JSON into {@link Node}s: one document of at most {@link #MAX_BYTES}. Thread-safe. */
public final class DocumentParser {
    static final int MAX_BYTES = 2 * 1024 * 1024;

    private static final JsonFactory JSON = new JsonFactory();
    /** A form may be called "no", so only true and false are booleans, as in JSON. */
    private static final YAMLFactory YAML = YAMLFactory.builder()
            .loaderOptions(loaderOptions())
            .enable(YAMLParser.Feature.PARSE_BOOLEAN_LIKE_WORDS_AS_STRINGS)
            .build();

    private DocumentParser() {}

    /** Returns null and reports why if the text as a whole cannot be parsed. */
    public static @Nullable Node read(String source, PlanErrors faults) {
        if (source.length() > MAX_BYTES || source.getBytes(StandardCharsets.UTF_8).length > MAX_BYTES) {
            faults.add("", "the plan is larger than 2 MiB");
            return null;
        }
        String text = source.startsWith("\uFEFF") ? source.substring(1) : source;
        if (!isJson(text)) {
            return read(YAML, "YAML", text, faults);
        }
        PlanErrors asJson = new PlanErrors();
        Node node = read(JSON, "JSON", text, asJson);
        if (node == null) {
            // YAML's flow style also begins with a brace.
            PlanErrors asYaml = new PlanErrors();
            Node flow = read(YAML, "YAML", text, asYaml);
            if (flow != null) {
                asYaml.all().forEach(fault -> faults.add(fault.path(), fault.message()));
                return flow;
            }
        }
        asJson.all().forEach(fault -> faults.add(fault.path(), fault.message()));
        return node;
    }

    /** Whether a valid document is JSON rather than YAML, according to its first character. */
    static boolean isJson(String source) {
        return source.stripLeading().startsWith("{") || source.stripLeading().startsWith("[");
    }

    private static @Nullable Node read(JsonFactory factory, String format, String text, PlanErrors faults) {
        try (JsonParser parser = factory.createParser(text)) {
            return new NodeBuilder(parser, faults).document();
        } catch (JsonProcessingException e) {
            if (e.getCause() instanceof MarkedYAMLException marked && marked.getProblem() != null) {
                faults.add("", "not readable as " + format + said(marked));
                return null;
            }
            faults.add("", "not readable as " + format + where(e) + ": " + firstLine(e.getOriginalMessage()));
        } catch (IOException | YAMLException e) {
            faults.add("", "not readable as " + format);
        } catch (NodeBuilder.GivenUp noted) {
            return null;
        }
        return null;
    }

    private static LoaderOptions loaderOptions() {
        LoaderOptions options = new LoaderOptions();
        options.setCodePointLimit(MAX_BYTES);
        return options;
    }

    private static String where(JsonProcessingException e) {
        return e.getLocation() == null
                ? ""
                : where(e.getLocation().getLineNr(), e.getLocation().getColumnNr());
    }

    private static String where(int line, int column) {
        return " at line " + line + ", column " + column;
    }

    /** Describes the parser's context and problem. The parser counts lines and columns from 0. */
    private static String said(MarkedYAMLException e) {
        String where = e.getProblemMark() == null
                ? ""
                : where(e.getProblemMark().getLine() + 1, e.getProblemMark().getColumn() + 1);
        String context = e.getContext() == null ? "" : firstLine(e.getContext()) + ", ";
        return where + ": " + context + firstLine(e.getProblem());
    }

    private static String firstLine(@Nullable String message) {
        return message == null
                ? ""
                : Suggestions.shortened(message.lines().findFirst().orElse(""));
    }

    /** Parses a document that was already accepted; returns {@code NOTHING} if it cannot be parsed. */
    public static Node node(String source) {
        Node node = read(source, new PlanErrors());
        return node == null ? Node.NOTHING : node;
    }
}
