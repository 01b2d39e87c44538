package dev.cairn.store;

import dev.cairn.domain.Money;
import dev.cairn.domain.OrderClaim;
import dev.cairn.domain.StoredEvent;
import dev.cairn.domain.VisitorKey;
import java.math.BigDecimal;
import java.time.LocalDate;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/** An {@link OrderClaim} as JSON. */
final class OrderJson {
    private record Wire(List<WireContender> contenders, List<WireRefund> refunds) {}

    private record WireContender(
            String visitor,
            String day,
            String id,
            long at,
            long seq,
            StoredEvent.Copy copy,
            Set<String> goals,
            boolean server,
            @Nullable String amount,
            @Nullable String currency) {}

    private record WireRefund(
            String visitor,
            String day,
            String id,
            @Nullable String amount,
            @Nullable String currency) {}

    private OrderJson() {}

    static String write(OrderClaim claim) {
        return Json.write(new Wire(
                claim.contenders().stream()
                        .map(each -> new WireContender(
                                each.visitor().toString(),
                                each.day().toString(),
                                Hashes.text(each.idHash()),
                                each.at(),
                                each.seq(),
                                each.copy(),
                                new TreeSet<>(each.goals()),
                                each.server(),
                                amount(each.value()),
                                currency(each.value())))
                        .toList(),
                claim.refunds().stream()
                        .map(each -> new WireRefund(
                                each.visitor().toString(),
                                each.day().toString(),
                                Hashes.text(each.idHash()),
                                amount(each.amount()),
                                currency(each.amount())))
                        .toList()));
    }

    static OrderClaim read(String json) {
        Wire wire = Json.read(json, Wire.class);
        return new OrderClaim(
                wire.contenders.stream()
                        .map(each -> new OrderClaim.Contender(
                                VisitorKey.tryParse(each.visitor).orElseThrow(),
                                LocalDate.parse(each.day),
                                Hashes.bytes(each.id),
                                each.at,
                                each.seq,
                                each.copy,
                                each.goals,
                                each.server,
                                money(each.amount, each.currency)))
                        .toList(),
                wire.refunds.stream()
                        .map(each -> new OrderClaim.Refund(
                                VisitorKey.tryParse(each.visitor).orElseThrow(),
                                LocalDate.parse(each.day),
                                Hashes.bytes(each.id),
                                money(each.amount, each.currency)))
                        .toList());
    }

    private static @Nullable String amount(@Nullable Money money) {
        return money == null ? null : money.amount().toPlainString();
    }

    private static @Nullable String currency(@Nullable Money money) {
        return money == null ? null : money.currency();
    }

    private static @Nullable Money money(@Nullable String amount, @Nullable String currency) {
        return amount == null || currency == null ? null : new Money(new BigDecimal(amount), currency);
    }
}
