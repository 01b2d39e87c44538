import assert from 'node:assert/strict';
import {readFileSync} from 'node:fs';
import path from 'node:path';

const DOCS = path.resolve(import.meta.dirname, '../../docs/integrations');

/**
 * Prints how many steps a page of docs/integrations has, and how long the machine took for them up to the first
 * conversion; a person reads and types besides.
 *
 * @param {string} page
 * @param {number} begun by Date.now(), before the first step
 */
export function firstConversion(page, begun) {
  const steps = readFileSync(path.join(DOCS, `${page}.md`), 'utf8').match(/^\d\. /gm).length;
  assert.equal(steps, 5, `docs/integrations/${page}.md has five steps`);
  const minutes = ((Date.now() - begun) / 60_000).toFixed(1);
  console.log(
    `docs/integrations/${page}.md: ${steps} steps, ${minutes} minutes of the machine to the first conversion`,
  );
}
