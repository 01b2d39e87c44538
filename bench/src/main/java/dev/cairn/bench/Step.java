package dev.cairn.bench;

import java.math.BigDecimal;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** One action of a shopper, not yet assigned to a visitor and a time. */
record Step(
        String name,
        String url,
        @Nullable String referrer,
        Map<String, Object> props,
        @Nullable BigDecimal amount,
        @Nullable String orderId) {}
