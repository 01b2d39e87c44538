package dev.cairn.model;

import com.fasterxml.jackson.databind.JsonNode;
import dev.cairn.Pipeline;
import dev.cairn.domain.event.Money;
import dev.cairn.plan.model.Site;
import java.math.BigDecimal;
import java.net.InetAddress;
import java.time.Duration;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Interprets a request's events on receipt: their time (T1), their visitor (I0 to I2), and whether they are excluded
 * (V3). Does no scrubbing, so their texts must not contain private data, which I5 would remove.
 */
final class Reception {
    private static final long BELIEVED_SKEW = Duration.ofMinutes(2).toMillis();
    private static final long SALT_OUTLIVES_DAY = Duration.ofHours(25).toMillis();
    private static final int AGENT_CHARACTERS = 512;

    private final PlanBook plans;

    Reception(PlanBook plans) {
        this.plans = plans;
    }

    private record Time(long at, boolean adjusted) {}

    private record Who(Link link, String visitor, @Nullable String device) {}

    /** What travels together. */
    private record Owner(
            Link link, String visitor, @Nullable String device, boolean ads) {}

    /** The accepted events on the stream. */
    List<Copy> copies(Request request) {
        List<Body> events = Body.events(request);
        Map<Owner, String> deliveries = new LinkedHashMap<>();
        Map<String, Integer> positions = new HashMap<>();
        List<Copy> copies = new ArrayList<>();
        for (int i = 0; i < events.size(); i++) {
            if (request.refused().contains(i)) {
                continue;
            }
            Body event = events.get(i);
            Time time = time(request, event);
            Who who = who(request, event, time.at);
            boolean ads = event.consents("ads") && !"1".equals(request.headers().get("sec-gpc"));
            Owner owner = new Owner(who.link, who.link == Link.NONE ? "" : who.visitor, who.device, ads);
            String delivery =
                    deliveries.computeIfAbsent(owner, any -> Hash.text(request.id() + "-" + deliveries.size()));
            int position = positions.merge(delivery, 1, Integer::sum) - 1;
            if (request.confirmed().contains(i)) {
                copies.add(copy(request, event, time, who, delivery, position));
            }
        }
        return copies;
    }

    private Copy copy(Request request, Body event, Time time, Who who, String delivery, int position) {
        int plan = plans.inForce(request.receivedAt());
        Long seq = event.number("seq");
        String agent = agent(request, event);
        return new Copy(
                delivery,
                position,
                request.receivedAt(),
                event.content(),
                event.text("id"),
                event.text("name"),
                time.at,
                seq == null ? 0 : seq,
                time.adjusted,
                plans.calendar.dayOf(time.at),
                event.page("url"),
                event.page("referrer"),
                Clicks.in(event.page("url")),
                props(event),
                money(event, plans.site(plan)),
                event.text("order_id"),
                "refund".equals(event.text("type")),
                Exclusions.of(request, event, address(request, event), agent, plans.site(plan)),
                Agents.classOf(agent),
                request.server() ? null : country(request),
                Agents.browserOf(agent),
                who.link,
                who.visitor,
                who.device,
                request.server(),
                plan);
    }

    /** T1. */
    private static Time time(Request request, Body event) {
        long received = request.receivedAt();
        Long at = event.number("at");
        Long sentAt = event.sentAt();
        if (at == null || (!request.server() && sentAt == null)) {
            return new Time(received, true);
        }
        boolean believed = request.server() || Math.abs(received - sentAt) <= BELIEVED_SKEW;
        long corrected = believed ? at : at + received - sentAt;
        return corrected > received ? new Time(received, true) : new Time(corrected, !believed);
    }

    /** I0, I1. */
    private Who who(Request request, Body event, long at) {
        String user = event.person("user");
        String device = event.person("visitor");
        if (event.consents("analytics") && user != null) {
            return new Who(Link.USER, "user:" + user, device == null ? null : "device:" + device);
        }
        if (event.consents("analytics") && device != null) {
            return new Who(Link.DEVICE, "device:" + device, null);
        }
        String address = address(request, event);
        LocalDate day = plans.calendar.dayOf(at);
        boolean saltIsGone = request.receivedAt() >= plans.calendar.endOf(day) + SALT_OUTLIVES_DAY;
        if (address == null || saltIsGone) {
            return new Who(Link.NONE, "none:" + event.text("id"), null);
        }
        String agent = agent(request, event);
        return new Who(Link.DAILY, "daily:" + day + "\n" + address + "\n" + (agent == null ? "" : agent), null);
    }

    /** The canonical form of an IP address; null if it is not one. */
    private static @Nullable String address(Request request, Body event) {
        String address = request.server() ? Body.text(event.context("ip")) : request.sourceIp();
        if (address == null || address.indexOf('%') >= 0) {
            return null;
        }
        try {
            return InetAddress.ofLiteral(address.strip()).getHostAddress();
        } catch (IllegalArgumentException none) {
            return null;
        }
    }

    private static @Nullable String agent(Request request, Body event) {
        String agent = request.server()
                ? Body.text(event.context("user_agent"))
                : request.headers().get("user-agent");
        return agent == null || agent.length() <= AGENT_CHARACTERS ? agent : agent.substring(0, AGENT_CHARACTERS);
    }

    private static @Nullable String country(Request request) {
        boolean edge = Pipeline.EDGE.equals(request.headers().get("x-cairn-edge"));
        String country = edge ? request.headers().get("cloudfront-viewer-country") : null;
        return country != null && country.matches("[A-Z]{2}") ? country : null;
    }

    private static Map<String, Object> props(Body event) {
        Map<String, Object> props = new HashMap<>();
        JsonNode sent = event.of("props");
        if (sent != null) {
            sent.properties().forEach(prop -> {
                JsonNode value = prop.getValue();
                if (value.isTextual()) {
                    props.put(prop.getKey(), value.textValue());
                } else if (value.isBoolean()) {
                    props.put(prop.getKey(), value.booleanValue());
                } else if (value.isNumber()) {
                    props.put(prop.getKey(), value.decimalValue());
                }
            });
        }
        return props;
    }

    private static @Nullable Money money(Body event, Site site) {
        JsonNode value = event.of("value");
        JsonNode amount = Body.of(value, "amount");
        String currency = Body.text(Body.of(value, "currency"));
        return amount == null
                ? null
                : new Money(new BigDecimal(amount.asText()), currency == null ? site.currency() : currency);
    }
}
