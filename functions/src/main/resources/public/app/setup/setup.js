/** From a new site to its first event: the script to paste, and a page that waits for what it sends. */

import {style} from '../editor/style.js';
import {append, el} from '../ui/dom.js';
import {card} from '../ui/parts.js';
import {t} from '../ui/text.js';
import {snippets} from './snippet.js';
import {waiting} from './waiting.js';

/** @import {Context} from '#types' */

/** @param {Context} context */
export const title = ({site}) => t('Set up {site}', {site: site.name ?? site.id});

/**
 * @param {HTMLElement} container
 * @param {Context} context
 */
export async function show(container, context) {
  style();
  style('setup');
  const wait = waiting(context);
  append(container, [card(t('Put this on your pages'), snippets(context.site)), wait.element]);
  await wait.look();
  append(container, [
    el(
      'p',
      {class: 'explained'},
      t('Without consent, visitors are counted for one day and nothing is stored in their browser.'),
    ),
  ]);
}
