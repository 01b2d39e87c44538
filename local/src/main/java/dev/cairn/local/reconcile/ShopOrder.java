package dev.cairn.local.reconcile;

import dev.cairn.domain.event.Money;
import java.time.LocalDate;

/**
 * An order of the shop's own list.
 *
 * @param day in the site's time zone
 */
public record ShopOrder(String id, LocalDate day, Money amount) {}
