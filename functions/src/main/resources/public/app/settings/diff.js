/** What differs between two texts, line by line. */

/** @typedef {{kind: 'same' | 'added' | 'removed', text: string}} Line */

/** Beyond this many pairs of lines, the part that differs is shown as replaced as a whole. */
const MOST_PAIRS = 4_000_000;

/**
 * @param {string} before
 * @param {string} after
 * @returns {Line[]}
 */
export function diff(before, after) {
  const old = before.trimEnd().split('\n');
  const now = after.trimEnd().split('\n');
  let start = 0;
  while (start < old.length && start < now.length && old[start] === now[start]) {
    start += 1;
  }
  let end = 0;
  while (end < old.length - start && end < now.length - start && old.at(-1 - end) === now.at(-1 - end)) {
    end += 1;
  }
  /**
   * @param {string[]} lines
   * @param {Line['kind']} kind
   */
  const all = (lines, kind) => lines.map(text => ({kind, text}));
  return [
    ...all(old.slice(0, start), 'same'),
    ...middle(old.slice(start, old.length - end), now.slice(start, now.length - end), all),
    ...all(old.slice(old.length - end), 'same'),
  ];
}

/**
 * The longest common lines of what differs.
 *
 * @param {string[]} old
 * @param {string[]} now
 * @param {(lines: string[], kind: Line['kind']) => Line[]} all
 * @returns {Line[]}
 */
function middle(old, now, all) {
  if (old.length * now.length > MOST_PAIRS) {
    return [...all(old, 'removed'), ...all(now, 'added')];
  }
  const width = now.length + 1;
  const longest = new Uint32Array((old.length + 1) * width);
  for (let i = old.length - 1; i >= 0; i -= 1) {
    for (let j = now.length - 1; j >= 0; j -= 1) {
      longest[i * width + j] =
        old[i] === now[j]
          ? longest[(i + 1) * width + j + 1] + 1
          : Math.max(longest[(i + 1) * width + j], longest[i * width + j + 1]);
    }
  }
  /** @type {Line[]} */
  const lines = [];
  let i = 0;
  let j = 0;
  while (i < old.length || j < now.length) {
    if (i < old.length && j < now.length && old[i] === now[j]) {
      lines.push({kind: 'same', text: old[i]});
      i += 1;
      j += 1;
    } else if (j >= now.length || (i < old.length && longest[(i + 1) * width + j] >= longest[i * width + j + 1])) {
      lines.push({kind: 'removed', text: old[i]});
      i += 1;
    } else {
      lines.push({kind: 'added', text: now[j]});
      j += 1;
    }
  }
  return lines;
}

/**
 * The lines that differ, with some of those around them; null stands for lines that are left out.
 *
 * @param {Line[]} lines
 * @returns {(Line | null)[]}
 */
export function around(lines, context = 3) {
  const near = lines.map((_, index) =>
    lines.slice(Math.max(0, index - context), index + context + 1).some(each => each.kind !== 'same'),
  );
  return lines.flatMap((line, index) => (near[index] ? [line] : index === 0 || near[index - 1] ? [null] : []));
}
