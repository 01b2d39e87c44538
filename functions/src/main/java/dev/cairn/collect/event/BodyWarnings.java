package dev.cairn.collect.event;

import com.fasterxml.jackson.databind.JsonNode;
import dev.cairn.collect.request.CollectRequest;
import dev.cairn.collect.request.EventWarning;
import dev.cairn.collect.text.JsonNodes;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Finds what is allowed in a body but probably a mistake: names that are close to a field's name, and times that are
 * replaced. Lists at most {@link EventWarning#MOST}.
 */
public final class BodyWarnings {
    private final CollectRequest collectRequest;
    private final List<EventWarning> warnings = new ArrayList<>();

    private BodyWarnings(CollectRequest collectRequest) {
        this.collectRequest = collectRequest;
    }

    public static List<EventWarning> of(CollectRequest collectRequest) {
        BodyWarnings found = new BodyWarnings(collectRequest);
        JsonNode body = collectRequest.body;
        found.names(null, "", body, FieldNames.BODY);
        found.shared(null, body);
        int index = 0;
        for (JsonNode event : JsonNodes.field(body, "events")) {
            if (found.warnings.size() >= EventWarning.MOST) {
                break;
            }
            found.names(index, "", event, FieldNames.EVENT);
            found.names(index, "value.", JsonNodes.field(event, "value"), FieldNames.VALUE);
            found.shared(index, event);
            found.time(index, event);
            index++;
        }
        return found.warnings.subList(0, Math.min(EventWarning.MOST, found.warnings.size()));
    }

    private void shared(@Nullable Integer index, JsonNode object) {
        names(index, "context.", JsonNodes.field(object, "context"), FieldNames.CONTEXT);
        names(index, "consent.", JsonNodes.field(object, "consent"), FieldNames.CONSENT);
    }

    private void names(@Nullable Integer index, String path, JsonNode object, FieldNames known) {
        object.fieldNames()
                .forEachRemaining(name -> known.meantBy(name)
                        .filter(meant -> !object.has(meant))
                        .ifPresent(meant -> add(
                                index,
                                path + name,
                                "There is no field " + name + "; did you mean " + path + meant + "?")));
    }

    private void time(int index, JsonNode event) {
        JsonNode at = JsonNodes.field(event, "at");
        if (JsonNodes.absent(at) || !EventValidator.isInteger(at)) {
            return;
        }
        long receivedAt = collectRequest.request.receivedAt();
        JsonNode sentAt = JsonNodes.field(collectRequest.body, "sent_at");
        boolean clockKnown = !JsonNodes.absent(sentAt) && EventValidator.isInteger(sentAt);
        long millis = at.decimalValue().longValueExact();
        long now = collectRequest.server || !clockKnown
                ? receivedAt
                : sentAt.decimalValue().longValueExact();
        TimeUnitGuess.hint(millis, receivedAt).ifPresent(hint -> add(index, "at", hint));
        if (millis > now + EventTime.BELIEVED_SKEW_MILLIS) {
            add(index, "at", "at is in the future; the event gets the time of receipt.");
        }
        if (!collectRequest.server && !clockKnown) {
            add(index, "at", "at is not used: without sent_at, a page's events get the time of receipt.");
        }
    }

    private void add(@Nullable Integer index, String field, String message) {
        warnings.add(new EventWarning(index, field, message));
    }
}
