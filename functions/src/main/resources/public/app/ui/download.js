/** Saves what the page has made as a file. */

import {el} from './dom.js';

/**
 * @param {Blob} blob
 * @param {string} name
 */
export function save(blob, name) {
  const address = URL.createObjectURL(blob);
  el('a', {href: address, download: name}).click();
  setTimeout(() => URL.revokeObjectURL(address), 60_000);
}

/**
 * Rows as CSV (RFC 4180). A text that a spreadsheet would take for a formula is preceded by an apostrophe.
 *
 * @param {readonly (readonly (string | number | null | undefined)[])[]} rows
 */
export const csv = rows => rows.map(row => row.map(cell).join(',') + '\r\n').join('');

/** @param {string | number | null | undefined} value */
function cell(value) {
  if (typeof value === 'number') {
    return String(value);
  }
  const text = value ?? '';
  const safe = /^[=+\-@\t\r]/.test(text) ? `'${text}` : text;
  return /[",\r\n]/.test(safe) ? `"${safe.replaceAll('"', '""')}"` : safe;
}
