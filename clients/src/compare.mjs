import {isDeepStrictEqual} from 'node:util';

/** What is another than expected, one line each; what is not named has to be zero or empty where it is a count. */
export function differences(expected, actual) {
  return Object.entries(expected).flatMap(([name, wanted]) => {
    const is = actual[name];
    const holds = typeof wanted === 'function' ? wanted(is) : isDeepStrictEqual(sorted(is), sorted(wanted));
    return holds
      ? []
      : [`${name}: ${JSON.stringify(is)}, expected ${typeof wanted === 'function' ? wanted : JSON.stringify(wanted)}`];
  });
}

/** The statistics of a site against the expected ones: names that may come more often are taken out first. */
export function figureDifferences({atLeast = {}, ...expected}, figures) {
  const events = {...figures.events};
  const tooFew = Object.entries(atLeast).flatMap(([name, least]) => {
    const count = events[name] ?? 0;
    delete events[name];
    return count >= least ? [] : [`events.${name}: ${count}, expected ${least} or more`];
  });
  const complete = {duplicates: 0, conflicting: 0, rejected: {}, bots: {}, value: [], ...expected};
  return [...tooFew, ...differences(complete, {...figures, events})];
}

function sorted(value) {
  if (value === null || typeof value !== 'object' || Array.isArray(value)) {
    return value;
  }
  return Object.fromEntries(Object.entries(value).sort(([one], [other]) => (one < other ? -1 : 1)));
}
