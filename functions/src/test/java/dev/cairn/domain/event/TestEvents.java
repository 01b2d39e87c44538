package dev.cairn.domain.event;

import dev.cairn.domain.event.StoredEvent.EventSource;
import java.math.BigDecimal;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** Events for tests, built by names: what a test does not say is absent. */
public final class TestEvents {
    private TestEvents() {}

    public static Accepted accepted(String name) {
        return new Accepted(name);
    }

    /** The same event, to be changed. */
    public static Accepted copyOf(AcceptedEvent event) {
        Accepted copy = new Accepted(event.name())
                .id(event.id())
                .content(event.identity().content().bits())
                .at(event.at())
                .seq(event.time().seq())
                .adjusted(event.time().adjusted())
                .url(event.page().url())
                .referrer(event.page().referrer())
                .clickSource(event.page().clickSource())
                .value(event.transaction().value())
                .order(event.transaction().orderId())
                .refund(event.transaction().refund())
                .deviceClass(event.client().deviceClass())
                .country(event.client().country())
                .excluded(event.exclusion());
        event.props().forEach(copy::prop);
        return copy;
    }

    /** An event that the collector accepted. */
    public static final class Accepted {
        private final String name;
        private final Map<String, Object> props = new TreeMap<>();
        private String id = "e";
        private long content;
        private long at;
        private long seq;
        private boolean adjusted;
        private @Nullable String url;
        private @Nullable String referrer;
        private @Nullable String clickSource;
        private @Nullable Money value;
        private @Nullable String order;
        private boolean refund;
        private @Nullable String deviceClass;
        private @Nullable String country;
        private @Nullable ExclusionReason exclusion;

        private Accepted(String name) {
            this.name = name;
        }

        public Accepted id(String text) {
            id = text;
            return this;
        }

        /** What tells copies with the same id apart (D1). */
        public Accepted content(long hash) {
            content = hash;
            return this;
        }

        public Accepted at(long millis) {
            at = millis;
            return this;
        }

        public Accepted seq(long number) {
            seq = number;
            return this;
        }

        /** Whether the collector corrected or clamped its time. */
        public Accepted adjusted(boolean is) {
            adjusted = is;
            return this;
        }

        public Accepted url(@Nullable String text) {
            url = text;
            return this;
        }

        public Accepted referrer(@Nullable String text) {
            referrer = text;
            return this;
        }

        public Accepted clickSource(@Nullable String parameter) {
            clickSource = parameter;
            return this;
        }

        public Accepted prop(String key, Object scalar) {
            props.put(key, scalar);
            return this;
        }

        public Accepted props(Map<String, Object> all) {
            props.putAll(all);
            return this;
        }

        public Accepted value(@Nullable Money amount) {
            value = amount;
            return this;
        }

        public Accepted order(@Nullable String text) {
            order = text;
            return this;
        }

        public Accepted refund(boolean is) {
            refund = is;
            return this;
        }

        public Accepted deviceClass(@Nullable String word) {
            deviceClass = word;
            return this;
        }

        public Accepted country(@Nullable String code) {
            country = code;
            return this;
        }

        public Accepted excluded(@Nullable ExclusionReason reason) {
            exclusion = reason;
            return this;
        }

        public AcceptedEvent build() {
            return new AcceptedEvent(
                    new AcceptedEvent.Identity(id, new ContentHash(content)),
                    name,
                    new AcceptedEvent.Time(at, seq, adjusted),
                    new AcceptedEvent.Page(url, referrer, clickSource),
                    props,
                    new AcceptedEvent.Transaction(value, order, refund),
                    new Client(deviceClass, country),
                    exclusion);
        }
    }

    /**
     * A stored event: the only one of its delivery, with the id also as its content.
     *
     * @param id hash of the event's id
     */
    public static Stored stored(String name, long id) {
        return new Stored(name, new EventHash(id));
    }

    /** An event as stored in a visitor day. */
    public static final class Stored {
        private final String name;
        private final EventHash id;
        private EventSource copy;
        private long at;
        private long seq;
        private boolean server;
        private @Nullable DeviceHash device;
        private boolean ads;
        private @Nullable ClickId click;
        private List<String> propKeys = List.of();
        private @Nullable String page;
        private @Nullable String host;
        private final SortedMap<String, String> props = new TreeMap<>();
        private StoredEvent.Measures measures = StoredEvent.Measures.NONE;
        private int planVersion = 1;
        private TrafficSource touch = TrafficSources.DIRECT;
        private Set<GoalMatch> matches = Set.of();
        private @Nullable Money value;
        private @Nullable OrderHash order;
        private boolean refund;

        private Stored(String name, EventHash id) {
            this.name = name;
            this.id = id;
            this.copy = new EventSource("delivery-" + id.bits(), 0, 0, new ContentHash(id.bits()), 1);
        }

        /** Also the time of receipt, unless a test says another. */
        public Stored at(long millis) {
            at = millis;
            return copy.receivedAt() == 0 ? received(millis) : this;
        }

        public Stored received(long millis) {
            copy = new EventSource(copy.delivery(), copy.position(), millis, copy.content(), copy.deliveryEvents());
            return this;
        }

        public Stored copy(EventSource source) {
            copy = source;
            return this;
        }

        public Stored seq(long number) {
            seq = number;
            return this;
        }

        public Stored server() {
            server = true;
            return this;
        }

        public Stored device(String hash) {
            device = new DeviceHash(hash);
            return this;
        }

        public Stored propKeys(String... keys) {
            propKeys = List.of(keys);
            return this;
        }

        public Stored host(@Nullable String name) {
            host = name;
            return this;
        }

        public Stored prop(String key, String counted) {
            props.put(key, counted);
            return this;
        }

        public Stored page(@Nullable String path) {
            page = path;
            return this;
        }

        public Stored measures(long engagedMillis, String scroll, boolean scrolled, String percent) {
            measures =
                    new StoredEvent.Measures(engagedMillis, new BigDecimal(scroll), scrolled, new BigDecimal(percent));
            return this;
        }

        public Stored planVersion(int version) {
            planVersion = version;
            return this;
        }

        public Stored touch(TrafficSource source) {
            touch = source;
            return this;
        }

        public Stored matches(GoalMatch... goals) {
            matches = Set.of(goals);
            return this;
        }

        public Stored value(String amount, String currency) {
            value = new Money(new BigDecimal(amount), currency);
            return this;
        }

        public Stored order(String hash) {
            order = new OrderHash(hash);
            return this;
        }

        /** With consent for ads. */
        public Stored ads() {
            ads = true;
            return this;
        }

        public Stored click(String name, String value) {
            click = new ClickId(name, value);
            return ads();
        }

        public Stored refund() {
            refund = true;
            return this;
        }

        public StoredEvent build() {
            return new StoredEvent(
                    new EventOrderKey(at, seq, id),
                    copy,
                    new StoredEvent.Sender(server, device, ads),
                    name,
                    new StoredEvent.Payload(propKeys, host, page, props, measures, click),
                    new StoredEvent.Classification(planVersion, touch, matches),
                    new StoredEvent.Transaction(value, order, refund),
                    false);
        }
    }
}
