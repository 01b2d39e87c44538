import assert from 'node:assert/strict';
import {test} from 'node:test';
import {messages, modules, texts, untranslated} from './messages.js';

const LANGUAGES = ['de', 'nl', 'fr'];
const {found, notLiteral} = texts();

/** Names, terms of other tools in the glossary, and what is not read by people. */
const SAME = new Set([
  'Cairn',
  'Google Ads',
  'Google Analytics 4',
  'Google Tag Manager',
  'Plausible',
  'WordPress',
  'Shopify',
  'Next.js',
  'HTML',
  'CSV',
  'PNG',
  'English',
  'Deutsch',
  'Nederlands',
  'Français',
  'POST /v1/keys',
  './cairn local',
  'M6 3h6l3 3v11H6zM12 3v3h3',
  'M10 3l8 14H2zM10 8v4M10 14.5v.1',
  'M3 4h6v5h-6zM11 4h6v5h-6zM3 11h6v5h-6zM11 11h6v5h-6z',
  'Key event (the main one)',
  'Goal with revenue',
  'Primary conversion action',
  'Secondary conversion action',
  'Key event count',
  'Users with the key event',
  'Session key event rate',
  'Users at step 1',
  'Default channel group',
  'Session source, medium, campaign',
  'Consent rate (modelled)',
  'Consent mode impact',
]);

test('texts are literals, so that every one of them is found here', () => {
  assert.ok(modules.length > 50 && found.size > 500);
  assert.deepEqual(notLiteral, []);
});

for (const language of LANGUAGES) {
  const translated = messages(language);

  test(`every text has a translation: ${language}`, () => {
    assert.deepEqual(
      [...found.keys()].filter(text => !(text in translated)),
      [],
    );
  });

  test(`no translation is of a text that there is no more: ${language}`, () => {
    assert.deepEqual(
      Object.keys(translated).filter(text => !found.has(text)),
      [],
    );
  });

  test(`a text of one and of several is translated as two: ${language}`, () => {
    assert.deepEqual(
      [...found].filter(([text, one]) => text in translated && Array.isArray(translated[text]) !== (one !== null)),
      [],
    );
  });

  test(`a translation has the places of its text: ${language}`, () => {
    const places = text => [...new Set(text.match(/\{\w+\}/g))].sort().join();
    assert.deepEqual(
      Object.entries(translated).filter(([text, own]) => places([own].flat().at(-1)) !== places(text)),
      [],
    );
  });
}

test('nothing is shown that is not given to t', () => {
  assert.deepEqual(untranslated(SAME), []);
});
