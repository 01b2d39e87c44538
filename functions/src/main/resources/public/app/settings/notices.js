/** Who is told what: the digest and the alerts. */

import {settingsForm} from '../editor/settings-form.js';
import {append, el} from '../ui/dom.js';
import {card} from '../ui/parts.js';
import {t} from '../ui/text.js';
import {needs, writesPlan} from './parts.js';

/** @import {Context} from '#types' */

/**
 * @param {HTMLElement} container
 * @param {Context} context
 */
export async function show(container, context) {
  if (!writesPlan(context)) {
    append(container, needs('plan:write'));
    return;
  }
  append(container, [
    card(t('Alerts and digest of {site}', {site: context.site.name}), await settingsForm(context, ['notices'])),
    el(
      'p',
      {class: 'mild'},
      t('In the cloud, both go to the subscribers of the stack’s topic InsightsTopic.'),
      ' ',
      t('On your own machine they are on the page '),
      el('a', {href: '/_local/notices'}, '/_local/notices'),
      '.',
    ),
  ]);
}
