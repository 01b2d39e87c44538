package dev.cairn.local.doctor;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * The links that are visible only in AWS: the stack's state, stream, event source mapping, schedule and alarm
 * recipients.
 */
final class StackLinks {
    private static final Verdict NOT_ASKED = Verdict.skipped("--stack NAME checks it");
    private static final Set<String> GOOD =
            Set.of("CREATE_COMPLETE", "UPDATE_COMPLETE", "IMPORT_COMPLETE", "UPDATE_COMPLETE_CLEANUP_IN_PROGRESS");

    private final @Nullable Stack stack;

    StackLinks(@Nullable Stack stack) {
        this.stack = stack;
    }

    Verdict deployed() throws IOException, InterruptedException {
        if (stack == null) {
            return NOT_ASKED;
        }
        String status;
        try {
            status = stack.describe().path("StackStatus").asText();
        } catch (IOException e) {
            return Verdict.broken(
                    "The stack " + stack.name() + " cannot be read: " + e.getMessage(),
                    "Check the name, --region, and the credentials of the AWS CLI.");
        }
        if (GOOD.contains(status)) {
            return Verdict.holds(stack.name() + " is in the state " + status);
        }
        return status.equals("UPDATE_ROLLBACK_COMPLETE")
                ? Verdict.noted(
                        "The last update of " + stack.name()
                                + " failed and was rolled back; the version before it runs.",
                        "See the first failed event of the stack, fix its cause, and deploy again.")
                : Verdict.broken(
                        stack.name() + " is in the state " + status + ".",
                        status.endsWith("_IN_PROGRESS")
                                ? "Wait until the deployment is over."
                                : "See the first failed event of the stack (docs/operating.md, When a deployment fails).");
    }

    Verdict stream() throws IOException, InterruptedException {
        if (stack == null) {
            return NOT_ASKED;
        }
        JsonNode summary = stack.aws("kinesis", "describe-stream-summary", "--stream-name", stack.resource("Stream"))
                .path("StreamDescriptionSummary");
        String status = summary.path("StreamStatus").asText();
        return status.equals("ACTIVE") || status.equals("UPDATING")
                ? Verdict.holds(status + ", open shards: "
                        + summary.path("OpenShardCount").asInt())
                : Verdict.broken("The stream is " + status + ".", "Deploy the stack again, so that it is made again.");
    }

    Verdict mapping() throws IOException, InterruptedException {
        if (stack == null) {
            return NOT_ASKED;
        }
        String id = stack.resource("ClassifyStream");
        String state = stack.aws("lambda", "get-event-source-mapping", "--uuid", id)
                .path("State")
                .asText();
        return Set.of("Enabled", "Enabling", "Creating", "Updating").contains(state)
                ? Verdict.holds("Lambda reads the stream (" + state + ")")
                : Verdict.broken(
                        "The event source mapping of Classify is " + state + ", so nothing reads the stream.",
                        "aws lambda update-event-source-mapping --enabled --uuid " + id
                                + ", within StreamRetentionHours of the first event that waits.");
    }

    Verdict schedule() throws IOException, InterruptedException {
        if (stack == null) {
            return NOT_ASKED;
        }
        String name = stack.resource("AggregateHalfHour");
        String state = stack.aws("scheduler", "get-schedule", "--name", name.substring(name.lastIndexOf('|') + 1))
                .path("State")
                .asText();
        return state.equals("ENABLED")
                ? Verdict.holds("Aggregate is scheduled every half hour")
                : Verdict.broken(
                        "The schedule of Aggregate is " + state + ".",
                        "Enable the schedule " + name + " in EventBridge Scheduler, or deploy the stack again.");
    }

    Verdict failedBatches() throws IOException, InterruptedException {
        if (stack == null) {
            return NOT_ASKED;
        }
        JsonNode objects =
                stack.aws("s3api", "list-objects-v2", "--bucket", stack.resource("FailedBatches"), "--max-keys", "1");
        return objects.path("Contents").isEmpty()
                ? Verdict.holds("no batch has failed every attempt")
                : Verdict.broken(
                        "Batches are in the bucket FailedBatches; their events are in no statistic.",
                        "Fix what the log group of Classify names, then ./cairn quarantine replay --site - --reason given_up,"
                                + " within 30 days.");
    }

    Verdict alarms() throws IOException, InterruptedException {
        if (stack == null) {
            return NOT_ASKED;
        }
        List<String> ringing = new ArrayList<>();
        String remedy = "";
        JsonNode alarms = stack.aws(
                "cloudwatch", "describe-alarms", "--state-value", "ALARM", "--alarm-name-prefix", stack.name() + "-");
        for (JsonNode alarm : alarms.path("MetricAlarms")) {
            ringing.add(alarm.path("AlarmName").asText());
            remedy = remedy.isEmpty() ? alarm.path("AlarmDescription").asText() : remedy;
        }
        return ringing.isEmpty()
                ? Verdict.holds("no alarm rings")
                : Verdict.broken("Alarms ring: " + String.join(", ", ringing) + ".", remedy);
    }

    Verdict mail() throws IOException, InterruptedException {
        if (stack == null) {
            return NOT_ASKED;
        }
        int confirmed = 0;
        String pending = "";
        for (JsonNode each : stack.aws("sns", "list-subscriptions-by-topic", "--topic-arn", stack.resource("Alarms"))
                .path("Subscriptions")) {
            if (each.path("SubscriptionArn").asText().startsWith("arn:")) {
                confirmed++;
            } else {
                pending = each.path("Endpoint").asText();
            }
        }
        if (confirmed > 0) {
            return Verdict.holds("alarms reach " + confirmed + (confirmed == 1 ? " address" : " addresses"));
        }
        return pending.isEmpty()
                ? Verdict.broken(
                        "Nobody hears of the alarms.",
                        "Deploy with AlarmEmail, or subscribe somebody to the output AlarmTopic.")
                : Verdict.broken(
                        pending + " has not confirmed that it wants the alarms.",
                        "Open the message \"AWS Notification - Subscription Confirmation\" there; if it has expired, subscribe again.");
    }
}
