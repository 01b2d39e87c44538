package dev.cairn.collect.bots;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import dev.cairn.collect.text.RequestLimits;
import dev.cairn.collect.text.Texts;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Decides whether a user agent belongs to a crawler (V3): it does if a pattern from the crawler-user-agents list
 * matches, case-sensitively, within its first 512 characters. A pattern is tried only if the agent contains the literal
 * that every match must contain; this does not change the result. Caches the last 1,000 results. Thread-safe.
 */
public final class CrawlerDetector {
    static final String LIST_VERSION = "1.60.0";
    public static final String RESOURCE = "/collect/crawler-user-agents-" + LIST_VERSION + ".json";
    private static final int REMEMBERED = 1_000;

    /** One entry of the list, compiled at first use because most entries are never needed. */
    private static final class Rule {
        private final String regex;
        private final String required;
        private volatile @Nullable Pattern pattern;

        Rule(String regex) {
            this.regex = regex;
            this.required = RequiredLiteral.of(regex);
        }

        boolean foundIn(String agent) {
            return agent.contains(required) && pattern().matcher(agent).find();
        }

        private Pattern pattern() {
            Pattern compiled = pattern;
            if (compiled == null) {
                compiled = Pattern.compile(regex);
                pattern = compiled;
            }
            return compiled;
        }
    }

    private static final class Vendored {
        static final CrawlerDetector LIST = new CrawlerDetector(patterns());
    }

    private final List<Rule> rules;
    private final Map<String, Boolean> verdicts = new LinkedHashMap<>(16, 0.75f, true) {
        @Override
        protected boolean removeEldestEntry(Map.Entry<String, Boolean> eldest) {
            return size() > REMEMBERED;
        }
    };

    CrawlerDetector(List<String> patterns) {
        this.rules = patterns.stream().map(Rule::new).toList();
    }

    /** Returns the detector for the bundled list. */
    public static CrawlerDetector list() {
        return Vendored.LIST;
    }

    public boolean isCrawler(String agent) {
        String start = Texts.cut(agent, RequestLimits.AGENT_CHARACTERS);
        synchronized (verdicts) {
            Boolean known = verdicts.get(start);
            if (known != null) {
                return known;
            }
        }
        boolean verdict = rules.stream().anyMatch(rule -> rule.foundIn(start));
        synchronized (verdicts) {
            verdicts.put(start, verdict);
        }
        return verdict;
    }

    /** Streams the file: its examples make it large, and it is read during a cold start. */
    public static List<String> patterns() {
        try (InputStream in = Objects.requireNonNull(CrawlerDetector.class.getResourceAsStream(RESOURCE));
                JsonParser parser = new JsonFactory().createParser(in)) {
            List<String> patterns = new ArrayList<>();
            while (parser.nextToken() != null) {
                if (parser.currentToken() == JsonToken.FIELD_NAME
                        && parser.currentName().equals("pattern")) {
                    patterns.add(parser.nextTextValue());
                }
            }
            return patterns;
        } catch (IOException unreadable) {
            throw new UncheckedIOException(unreadable);
        }
    }
}
