/** The reader's language: the browser's, or the one chosen in the side bar, which is remembered. */

import {write} from './format.js';
import {speak} from './text.js';

/** @import {Choice} from '#types' */
/** @import {Messages} from './text.js' */

/** @type {Choice[]} */
export const LANGUAGES = [
  ['en', 'English'],
  ['de', 'Deutsch'],
  ['nl', 'Nederlands'],
  ['fr', 'Français'],
];

const NAME = 'cairn-language';
let current = 'en';

/** The language of the page: de. */
export const language = () => current;

/** The chosen language; empty for the browser's. */
export function chosen() {
  try {
    return LANGUAGES.find(([id]) => id === localStorage.getItem(NAME))?.[0] ?? '';
  } catch {
    return '';
  }
}

/**
 * Remembers a choice; empty for the browser's language. The page shows it after {@link prepare}.
 *
 * @param {string} next
 */
export function choose(next) {
  try {
    localStorage.setItem(NAME, next);
  } catch {
    // Without storage, the browser's language applies.
  }
}

/** @param {string} tag de-CH */
const base = tag => tag.toLowerCase().split('-')[0];

/**
 * The locale of numbers and dates: the browser's own variant of the language if it has one, de-CH.
 *
 * @param {string} id
 */
const localeOf = id => navigator.languages.find(tag => base(tag) === id) ?? id;

/** Loads the messages of the reader's language. What cannot be loaded stays English. */
export async function prepare() {
  const wished = chosen() || navigator.languages.map(base).find(tag => LANGUAGES.some(([id]) => id === tag)) || 'en';
  /** @type {Messages} */
  let messages = {};
  try {
    messages = wished === 'en' ? {} : await load(wished);
    current = wished;
  } catch {
    current = 'en';
  }
  document.documentElement.lang = current;
  speak(current, messages);
  write(localeOf(current));
}

/** @param {string} id */
async function load(id) {
  const response = await fetch(`/app/messages/${id}.json`, {credentials: 'omit', cache: 'no-cache'});
  if (!response.ok) {
    throw new Error(`no messages in ${id}`);
  }
  return response.json();
}
