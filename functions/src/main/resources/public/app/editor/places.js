/** Puts faults beside the fields that they are about. */

/** @import {Fault, Field} from './fields.js' */

/**
 * Shows each fault beside the first field whose pattern its path within the definition matches; returns the others.
 *
 * @param {Fault[]} faults
 * @param {[Field, RegExp][]} places
 * @param {(fault: Fault) => string} words
 */
export function placed(faults, places, words = fault => fault.message) {
  /** @type {Map<Field, string[]>} */
  const said = new Map(places.map(([field]) => [field, []]));
  const left = faults.filter(fault => {
    const place = places.find(([, pattern]) => fault.within !== null && pattern.test(fault.within))?.[0];
    if (place) {
      said.get(place)?.push(words(fault));
    }
    return !place;
  });
  said.forEach((messages, field) => field.fault(messages.join('; ') || null));
  return left;
}
