package dev.cairn.local.tables;

import dev.cairn.store.Table;

/** A row does not match its checksum. The message names the table and reveals nothing from the row. */
final class DamagedRowException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    DamagedRowException(Table table) {
        super("an item of the table " + table + " does not match its checksum");
    }
}
