package dev.cairn.local.cli;

import com.fasterxml.jackson.databind.JsonNode;
import dev.cairn.domain.event.Money;
import dev.cairn.local.reconcile.CountedOrder;
import dev.cairn.local.reconcile.OrdersFile;
import dev.cairn.local.reconcile.Reconciliation;
import dev.cairn.local.reconcile.Reconciliation.Outcome;
import dev.cairn.local.reconcile.ReconciliationReport;
import dev.cairn.local.reconcile.ShopOrder;
import java.io.IOException;
import java.math.BigDecimal;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDate;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** {@code ./cairn reconcile ORDERS.csv --site S}. */
final class ReconcileCommand implements Command {
    private static final int DIFFERENT = 3;
    private static final int DAYS_PER_REQUEST = 90;

    @Override
    public String name() {
        return "reconcile";
    }

    @Override
    public String summary() {
        return "compare a shop's own list of orders with those that Cairn counts";
    }

    @Override
    public String help() {
        return """
                ./cairn reconcile ORDERS.csv --site S [--goal G] [--from DAY] [--to DAY] [--url URL] [--key KEY]

                ORDERS.csv has the shop's orders, in UTF-8, with these columns in any order; others are ignored:

                  order_id,at,amount,currency
                  1001,2026-03-22T10:00:00+01:00,59.90,EUR

                `at` without an offset, or as a date, is in the site's time zone. The order ids are hashed here and not
                sent. Each order is listed once, with its day:

                  missing here     in the file, but not counted
                  extra here       counted on these days, but not in the file, with its channel
                  amount differs   both, but what is left after refunds is not the amount in the file
                  refunded here    in the file, but refunded wholly
                  matched          the same in both, with its channel

                Their sums are the sums of both sides. The order ids that Cairn cannot know are listed as missing and
                as extra: one with an e-mail address or 32 hexadecimal digits is stored under a secret of the site.

                  --site S      the site's id
                  --goal G      the goal that counts the orders; needed where several have count: order
                  --from DAY    the first day of the comparison; default: that of the first order in the file
                  --to DAY      the last day; default: that of the last order in the file
                """ + ApiClient.OPTIONS + """

                The key is the admin key, or a key of the site with the scope audience:read. Orders of days that were
                counted before this command existed are found after a backfill. The exit code is 0 if both sides agree,
                3 if they do not, and 1 if the file is faulty or the server refused.
                """;
    }

    @Override
    public int run(List<String> words) throws Exception {
        CliArguments arguments = CliArguments.parse(
                words,
                List.of(
                        new CliArguments.Option("--site", "S"),
                        new CliArguments.Option("--goal", "G"),
                        new CliArguments.Option("--from", "DAY"),
                        new CliArguments.Option("--to", "DAY"),
                        ApiClient.URL,
                        ApiClient.KEY),
                1,
                "the file of orders: ./cairn reconcile ORDERS.csv --site S");
        Path file = Path.of(arguments.rest().getFirst());
        if (!Files.isRegularFile(file)) {
            throw new UsageException("there is no file " + file);
        }
        String path = "/v1/sites/" + CliOptions.site(arguments.required("--site", "--site shop")) + "/orders";
        Optional<LocalDate> from = day(arguments, "--from");
        Optional<LocalDate> to = day(arguments, "--to");
        if (from.isPresent() && to.isPresent() && from.get().isAfter(to.get())) {
            throw new UsageException("--from is after --to");
        }
        try (ApiClient api = ApiClient.of(arguments)) {
            JsonNode site = page(api, path + "?from=2000-01-01&to=2000-01-01");
            List<ShopOrder> shop =
                    OrdersFile.read(file, ZoneId.of(site.path("time_zone").asText()));
            String goal = goal(site, arguments.option("--goal"));
            List<LocalDate> days = shop.stream().map(ShopOrder::day).sorted().toList();
            if (days.isEmpty() && (from.isEmpty() || to.isEmpty())) {
                throw new UsageException(file + " has no orders; say which days to compare with --from and --to");
            }
            LocalDate first = from.orElseGet(days::getFirst);
            LocalDate last = to.orElseGet(days::getLast);
            List<ShopOrder> asked = shop.stream()
                    .filter(each -> !each.day().isBefore(first) && !each.day().isAfter(last))
                    .toList();
            List<CountedOrder> counted = counted(api, path + "?goal=" + goal, first.minusDays(1), last.plusDays(1));
            return print(Reconciliation.of(asked, counted, first, last), goal, first, last);
        }
    }

    private static int print(Reconciliation found, String goal, LocalDate first, LocalDate last) {
        ReconciliationReport.print(found, System.out);
        System.out.println();
        for (Outcome outcome : List.of(Outcome.MATCHED, Outcome.EXTRA_HERE)) {
            String channels = ReconciliationReport.channels(found, outcome);
            if (!channels.isEmpty()) {
                System.out.println(outcome.words() + ", by channel: " + channels);
            }
        }
        System.out.println("Compared with the goal " + goal + ", " + first + " to " + last + ".");
        return found.agrees() ? 0 : DIFFERENT;
    }

    private static Optional<LocalDate> day(CliArguments arguments, String option) {
        return arguments.option(option).map(text -> LocalDate.parse(CliOptions.day(option, text)));
    }

    private static String goal(JsonNode site, Optional<String> asked) {
        List<String> goals = new ArrayList<>();
        site.path("goals").forEach(goal -> goals.add(goal.asText()));
        if (goals.isEmpty()) {
            throw new UsageException("the site has no goal with count: order");
        }
        if (asked.isEmpty() && goals.size() > 1) {
            throw new UsageException("--goal is missing; one of " + String.join(", ", goals));
        }
        String goal = asked.orElseGet(goals::getFirst);
        if (!goals.contains(goal)) {
            throw new UsageException("--goal takes one of " + String.join(", ", goals) + ", not \"" + goal + "\"");
        }
        return goal;
    }

    private static List<CountedOrder> counted(ApiClient api, String path, LocalDate first, LocalDate last)
            throws IOException, InterruptedException {
        List<CountedOrder> counted = new ArrayList<>();
        for (LocalDate from = first; !from.isAfter(last); from = from.plusDays(DAYS_PER_REQUEST)) {
            LocalDate end = from.plusDays(DAYS_PER_REQUEST - 1L);
            String range = path + "&from=" + from + "&to=" + (end.isAfter(last) ? last : end);
            String next = "";
            do {
                JsonNode page = page(api, range + next);
                page.path("orders").forEach(order -> counted.add(order(order)));
                String cursor = page.path("next").asText("");
                next = cursor.isEmpty() ? "" : "&cursor=" + cursor;
            } while (!next.isEmpty());
        }
        return counted;
    }

    private static CountedOrder order(JsonNode order) {
        return new CountedOrder(
                order.path("order").isNull() ? null : order.path("order").asText(),
                LocalDate.parse(order.path("date").asText()),
                order.path("amount").isNull()
                        ? null
                        : new Money(
                                new BigDecimal(order.path("amount").asText()),
                                order.path("currency").asText()),
                order.path("channel").isNull() ? null : order.path("channel").asText(),
                order.path("refunded").asBoolean());
    }

    private static JsonNode page(ApiClient api, String path) throws IOException, InterruptedException {
        ApiClient.Answer answer = api.get(path);
        if (!answer.isGood()) {
            throw new IOException(answer.sentence());
        }
        return answer.body();
    }
}
