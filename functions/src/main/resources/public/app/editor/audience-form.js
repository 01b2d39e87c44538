/** The form of one audience: who did something and has not done another since. */

import {goalName} from '../ui/names.js';
import {el} from '../ui/dom.js';
import {t} from '../ui/text.js';
import {field, nameField, options, text} from './fields.js';
import {DURATION, idFrom} from './model.js';
import {placed} from './places.js';

/**
 * @import {Definition} from '#openapi'
 * @import {Choice} from '#types'
 * @import {Form} from './fields.js'
 */

/** @typedef {{did?: string, not?: string, after?: string, within?: string}} AudienceDefinition */

/**
 * @param {Definition | null} before
 * @param {string[]} goals
 * @param {() => void} changed
 * @returns {Form}
 */
export function audienceForm(before, goals, changed) {
  const definition = /** @type {AudienceDefinition} */ (before?.definition ?? {});
  const form = {
    id: before?.id ?? '',
    did: definition.did ?? '',
    not: definition.not ?? '',
    after: definition.after ?? '',
    within: definition.within ?? '',
  };
  /** @param {Partial<typeof form>} changes */
  const set = changes => {
    Object.assign(form, changes);
    changed();
  };
  const id = before
    ? null
    : nameField(value => set({id: idFrom(value)}), t('Letters, digits and _; spaces are converted to _.'));
  const known = goals.map(each => /** @type {Choice} */ ([each, goalName(each)]));
  const did = field(
    t('They did'),
    (own, described) =>
      options([['', t('Choose a goal')], ...known], form.did, value => set({did: value}), {
        id: own,
        'aria-describedby': described,
      }),
    {check: () => (form.did ? null : t('Which goal did they meet? Choose one.'))},
  );
  const not = field(t('and since then not'), (own, described) =>
    options([['', t('Anything')], ...known], form.not, value => set({not: value}), {
      id: own,
      'aria-describedby': described,
    }),
  );
  /**
   * @param {'after' | 'within'} key
   * @param {string} label
   * @param {string} hint
   */
  const time = (key, label, hint) =>
    field(
      label,
      (own, described) =>
        text(form[key], value => set({[key]: value.trim()}), {id: own, 'aria-describedby': described}),
      {
        hint,
        check: () =>
          form[key] === '' || DURATION.test(form[key]) ? null : t('How long? Such as 90s, 15m, 36h or 30d.'),
      },
    );
  const after = time('after', t('Wait before'), t('How long to wait first, such as 24h; empty for not at all.'));
  const within = time('within', t('Within'), t('How far back, at most 180d; 30d when empty.'));
  return {
    element: el(
      'div',
      {class: 'editor-fields'},
      id?.element,
      did.element,
      not.element,
      el('div', {class: 'editor-two'}, after.element, within.element),
    ),
    id: () => form.id,
    definition: () => ({
      did: form.did,
      ...(form.not ? {not: form.not} : {}),
      ...(form.after ? {after: form.after} : {}),
      ...(form.within ? {within: form.within} : {}),
    }),
    show: faults =>
      placed(faults, [
        [did, /^did\b/],
        [not, /^not\b/],
        [after, /^after\b/],
        [within, /^within\b/],
      ]),
  };
}
