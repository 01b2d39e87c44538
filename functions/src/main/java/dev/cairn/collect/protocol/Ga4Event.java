package dev.cairn.collect.protocol;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.HashSet;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Translates an event of GA4's Measurement Protocol into one of ours. Names are kept, except for events that GA4
 * collects automatically and our script reports under a different name. User properties and hashed user data are
 * dropped.
 */
record Ga4Event(JsonFields event, JsonFields body) {
    private static final Set<String> LIFTED = Set.of(
            "page_location",
            "page_referrer",
            "session_id",
            "session_number",
            "engagement_time_msec",
            "debug_mode",
            "transaction_id",
            "currency");
    private static final String GRANTED = "GRANTED";
    private static final String DENIED = "DENIED";
    /** GA4's scroll event fires at 90 percent and may omit the percentage. */
    private static final int SCROLLED_PERCENT = 90;

    ObjectNode made() {
        JsonFields params = event.in("params");
        String name = event.text("name");
        EventBuilder form = new EventBuilder()
                .visitor(body.text("client_id", "app_instance_id"))
                .put("user", body.text("user_id"))
                .consent(says("analytics_storage", GRANTED), consentsToAds())
                .person(body.text("ip_override"), body.text("user_agent"))
                .set("at", EventBuilder.millisOfMicros(first("timestamp_micros")))
                .put("url", params.text("page_location"))
                .put("referrer", params.text("page_referrer"))
                .put("order_id", params.text("transaction_id"));
        if ("refund".equals(name)) {
            form.put("type", "refund");
        }
        return named(form, name, params).made();
    }

    private EventBuilder named(EventBuilder form, @Nullable String name, JsonFields params) {
        return switch (name == null ? "" : name) {
            case "user_engagement" -> form.name("engagement").prop("engaged_ms", params.first("engagement_time_msec"));
            case "scroll" ->
                form.name("engagement").prop("scroll", scrolled(params)).prop("scrolled", true);
            case "click" -> form.name("outbound_click").prop("host", params.first("link_domain"));
            case "file_download" -> form.name(name).prop("file", params.first("file_name"));
            case "video_start", "video_progress", "video_complete" ->
                form.name(name)
                        .prop("video", params.first("video_title", "video_url"))
                        .prop("percent", params.first("video_percent"));
            case "form_start", "form_submit" -> form.name(name).prop("form", params.first("form_id", "form_name"));
            default -> valued(form.name(name), params);
        };
    }

    private static EventBuilder valued(EventBuilder form, JsonFields params) {
        Set<String> lifted = new HashSet<>(LIFTED);
        JsonNode amount = params.first("value");
        if (EventBuilder.isAmount(amount)) {
            form.value(amount, params.text("currency"));
            lifted.add("value");
        }
        return form.props(params.object(), lifted);
    }

    private static JsonNode scrolled(JsonFields params) {
        JsonNode percent = params.first("percent_scrolled");
        return percent.isMissingNode() ? JsonNodeFactory.instance.numberNode(SCROLLED_PERCENT) : percent;
    }

    private JsonNode first(String field) {
        JsonNode own = event.first(field);
        return own.isMissingNode() ? body.first(field) : own;
    }

    private boolean consentsToAds() {
        return says("ad_user_data", GRANTED) && !says("ad_personalization", DENIED);
    }

    private boolean says(String purpose, String word) {
        JsonNode own = event.first("consent");
        JsonFields consent = own.isMissingNode() ? body.in("consent") : new JsonFields(own);
        return word.equals(consent.text(purpose));
    }
}
