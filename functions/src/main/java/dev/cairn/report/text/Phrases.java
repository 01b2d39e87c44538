package dev.cairn.report.text;

import dev.cairn.plan.model.Labels;
import dev.cairn.plan.model.Language;
import dev.cairn.plan.model.Site;
import dev.cairn.report.api.MoneyJson;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.Reader;
import java.io.UncheckedIOException;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.nio.charset.StandardCharsets;
import java.text.NumberFormat;
import java.time.format.DateTimeFormatter;
import java.time.temporal.TemporalAccessor;
import java.util.Currency;
import java.util.EnumMap;
import java.util.Map;
import java.util.Objects;
import java.util.Properties;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The phrases of a language, and its number and date formats. A phrase has named placeholders for its values, such as
 * {@code {days}}. Immutable.
 */
public final class Phrases {
    private static final Pattern PLACE = Pattern.compile("\\{(\\w+)}");
    private static final Map<Language, Phrases> ALL = new EnumMap<>(Language.class);

    static {
        for (Language language : Language.values()) {
            ALL.put(language, new Phrases(language, read(language), Labels.NONE));
        }
    }

    private final Language language;
    private final Properties phrases;
    private final Labels labels;

    private Phrases(Language language, Properties phrases, Labels labels) {
        this.language = language;
        this.phrases = phrases;
        this.labels = labels;
    }

    /** The phrases of a language. */
    public static Phrases of(Language language) {
        return Objects.requireNonNull(ALL.get(language));
    }

    /** These phrases for one site: its goals, funnels, targets and audiences appear under their labels. */
    public Phrases about(Site site) {
        return new Phrases(language, phrases, site.definitions().labels());
    }

    /** English, for messages to people whose language is unknown. */
    public static Phrases english() {
        return of(Language.ENGLISH);
    }

    private static Properties read(Language language) {
        String name = "/phrases/" + language.code() + ".properties";
        Properties phrases = new Properties();
        try (Reader in = new InputStreamReader(
                Objects.requireNonNull(Phrases.class.getResourceAsStream(name), name), StandardCharsets.UTF_8)) {
            phrases.load(in);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return phrases;
    }

    Set<String> keys() {
        return phrases.stringPropertyNames();
    }

    String pattern(String key) {
        String pattern = phrases.getProperty(key);
        if (pattern == null) {
            throw new IllegalArgumentException("no phrase " + key + " in " + language.code());
        }
        return pattern;
    }

    /** The phrase without values. */
    public String say(String key) {
        return say(key, Map.of());
    }

    /** @param values by placeholder name */
    public String say(String key, Map<String, String> values) {
        return PLACE.matcher(pattern(key))
                .replaceAll(place -> Matcher.quoteReplacement(
                        Objects.requireNonNull(values.get(place.group(1)), key + " needs " + place.group(1))));
    }

    /** The singular phrase, {@code key.one}, or the plural, {@code key.other}. */
    public String say(String key, long number, Map<String, String> values) {
        boolean isOne = number == 1 || (language == Language.FRENCH && number == 0);
        return say(key + (isOne ? ".one" : ".other"), values);
    }

    /** For example {@code 1,833}. */
    public String count(long number) {
        return format(NumberFormat.getIntegerInstance(language.locale()), BigDecimal.valueOf(number));
    }

    /** With at most {@code digits} decimals and without trailing zeros, for example {@code 1,833.5}. */
    public String number(double number, int digits) {
        NumberFormat format = NumberFormat.getNumberInstance(language.locale());
        format.setMaximumFractionDigits(digits);
        return format(format, BigDecimal.valueOf(number));
    }

    /** For example {@code €20,408.00}. */
    public String money(BigDecimal amount, String currency) {
        int digits = Math.max(0, MoneyJson.digits(currency));
        NumberFormat format = NumberFormat.getCurrencyInstance(language.locale());
        format.setCurrency(Currency.getInstance(currency));
        format.setMinimumFractionDigits(digits);
        format.setMaximumFractionDigits(digits);
        return format(format, amount);
    }

    /** In whole percent; a share strictly between 0 and 1 is never shown as 0 % or 100 %. */
    public String percent(double share) {
        if (share > 0 && share < 0.005) {
            return say("less_than", Map.of("n", percent(0.01, 0)));
        }
        return share < 1 && share >= 0.995 ? say("more_than", Map.of("n", percent(0.99, 0))) : percent(share, 0);
    }

    /** In tenths of a percent, for small shares; a share above 0 is never shown as 0 %. */
    public String finePercent(double share) {
        return share > 0 && share < 0.0005 ? say("less_than", Map.of("n", percent(0.001, 1))) : percent(share, 1);
    }

    private String percent(double share, int digits) {
        NumberFormat format = NumberFormat.getPercentInstance(language.locale());
        format.setMaximumFractionDigits(digits);
        return format(format, BigDecimal.valueOf(share));
    }

    private static String format(NumberFormat format, BigDecimal number) {
        format.setRoundingMode(RoundingMode.HALF_UP);
        return format.format(number);
    }

    /** For example {@code Wednesday 26 February}. */
    public String weekday(TemporalAccessor day) {
        return date("pattern.weekday", day);
    }

    /** For example {@code Wednesday 26 February 2026}. */
    public String fullDay(TemporalAccessor day) {
        return date("pattern.full_day", day);
    }

    /** For example {@code 26 February}. */
    public String day(TemporalAccessor day) {
        return date("pattern.day", day);
    }

    /** For example {@code 26 Feb 09:30}. */
    public String moment(TemporalAccessor time) {
        return date("pattern.moment", time);
    }

    private String date(String pattern, TemporalAccessor time) {
        return DateTimeFormatter.ofPattern(pattern(pattern), language.locale()).format(time);
    }

    /** A goal's label. */
    public String goal(String id) {
        return labels.goal(id, language.code());
    }

    /** A funnel's label. */
    public String funnel(String id) {
        return labels.funnel(id, language.code());
    }

    /** A target's label. */
    public String target(String id) {
        return labels.target(id, language.code());
    }

    /** An audience's label. */
    public String audience(String id) {
        return labels.audience(id, language.code());
    }
}
