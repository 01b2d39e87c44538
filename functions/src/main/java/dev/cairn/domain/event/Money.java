package dev.cairn.domain.event;

import java.math.BigDecimal;

/** An amount in one currency (ISO 4217, three upper-case letters). Never a float; currencies are never mixed. */
public record Money(BigDecimal amount, String currency) {}
