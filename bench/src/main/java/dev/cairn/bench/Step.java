package dev.cairn.bench;

import java.math.BigDecimal;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** One thing a shopper does, before it is somebody's event at some time. */
record Step(
        String name,
        String url,
        @Nullable String referrer,
        Map<String, Object> props,
        @Nullable BigDecimal amount,
        @Nullable String orderId) {}
