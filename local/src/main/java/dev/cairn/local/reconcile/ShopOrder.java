package dev.cairn.local.reconcile;

import dev.cairn.domain.event.Money;
import java.time.LocalDate;

/**
 * An order in the shop's list.
 *
 * @param day in the site's time zone
 */
public record ShopOrder(String id, LocalDate day, Money amount) {}
