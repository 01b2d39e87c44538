/**
 * The dashboard's words in the reader's language. The English sentence is the key of its translation, so that the code
 * reads as the page does; what a message file lacks stays English.
 */

/** @typedef {Record<string, string | number>} Values */
/** @typedef {Record<string, string | [one: string, other: string]>} Messages by their English */

/** @type {Messages} */
let messages = {};
let spokenLanguage = 'en';
let plurals = new Intl.PluralRules(spokenLanguage);

/** The language of the texts, as in `lang`. */
export const language = () => spokenLanguage;

/**
 * Takes over a language's messages.
 *
 * @param {string} code as in `lang`: de
 * @param {Messages} translated
 */
export function speak(code, translated) {
  messages = translated;
  spokenLanguage = code;
  plurals = new Intl.PluralRules(code);
}

/**
 * A text, its `{name}` parts replaced by values.
 *
 * @param {string} english literal, so that a test finds it
 * @param {Values} [values]
 */
export function t(english, values) {
  const translated = messages[english];
  return filled(typeof translated === 'string' ? translated : english, values);
}

/**
 * A text about a number of things: `tn(n, '1 visitor', '{n} visitors', {n: count(n)})`.
 *
 * @param {number} n
 * @param {string} one
 * @param {string} other
 * @param {Values} [values] `n` is the number itself unless it is given as it is to be shown
 */
export function tn(n, one, other, values) {
  const translated = messages[other];
  const [singular, plural] = Array.isArray(translated) ? translated : [one, other];
  return filled(plurals.select(n) === 'one' ? singular : plural, {n, ...values});
}

/**
 * @param {string} text
 * @param {Values} [values]
 */
function filled(text, values) {
  return values ? text.replace(/\{(\w+)\}/g, (part, name) => String(values[name] ?? part)) : text;
}
