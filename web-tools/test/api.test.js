import assert from 'node:assert/strict';
import {readFileSync} from 'node:fs';
import {test} from 'node:test';
import vm from 'node:vm';
import ts from 'typescript';
import * as packaged from '../../integrations/npm/index.js';

const read = path => readFileSync(new URL(path, import.meta.url), 'utf8');
const declarations = ts.createSourceFile(
  'index.d.ts',
  read('../../integrations/npm/index.d.ts'),
  ts.ScriptTarget.Latest,
  true,
);

/** Names of the members that an interface of integrations/npm/index.d.ts declares. */
const members = name =>
  declarations.statements
    .filter(each => ts.isInterfaceDeclaration(each) && each.name.text === name)
    .flatMap(each => each.members.filter(member => member.name).map(member => member.name.getText()))
    .sort();

/** An empty object that records the requested names. */
const recorder = (asked = new Set()) => ({
  asked: () => [...asked].sort(),
  object: new Proxy({}, {get: (_, name) => (typeof name === 'string' && asked.add(name), undefined)}),
});

/** Runs cairn.js on a minimal page, up to sending an event. */
const run = (dataset = {}) => {
  const quiet = () => {};
  const page = {
    addEventListener: quiet,
    console,
    crypto,
    document: {currentScript: {dataset, src: 'https://stats.shop.example/cairn.js'}, cookie: '', referrer: ''},
    history: {pushState: quiet, replaceState: quiet},
    localStorage: {},
    location: {href: 'https://shop.example/', hostname: 'shop.example', search: '', host: 'shop.example'},
    navigator: {onLine: true, webdriver: false},
    performance: {now: () => 0, timing: {}},
    innerHeight: 1,
    scrollY: 0,
    setInterval: quiet,
    setTimeout: quiet,
    clearTimeout: quiet,
    URL,
  };
  page.document.hasFocus = () => true;
  page.document.addEventListener = quiet;
  page.document.querySelector = () => null;
  page.document.createElement = () => ({});
  page.document.head = {append: quiet};
  page.document.scrollingElement = page.document.documentElement = {scrollHeight: 1};
  page.window = page;
  vm.runInNewContext(read('../../functions/src/main/browser/cairn.js'), page);
  return page.cairn;
};

test('the script has the methods that the types declare, and no other', () => {
  assert.deepEqual(Object.keys(run()).sort(), members('Cairn'));
});

test('the package has the methods that the types declare, and no other', () => {
  assert.deepEqual(Object.keys(packaged.cairn).sort(), members('Cairn'));
});

test('the script reads the options of an event that the types declare, and no other', () => {
  const options = recorder();
  run()('wishlist', options.object);
  assert.deepEqual(options.asked(), members('EventOptions'));
});

test('the script reads the consent that the types declare, and no other', () => {
  const given = recorder();
  run().consent(given.object);
  assert.deepEqual(given.asked(), members('Consent'));
});

test('the package reads the options of load() that the types declare, and no other', () => {
  const options = recorder();
  assert.throws(() => packaged.load(options.object), TypeError);
  const given = new Proxy(
    {src: '/cairn.js', site: 'shop'},
    {get: (target, name) => (options.object[name], target[name])},
  );
  globalThis.window = {};
  globalThis.document = {
    querySelector: () => null,
    createElement: () => ({dataset: {}}),
    head: {append: () => {}},
  };
  packaged.load(given);
  delete globalThis.window;
  delete globalThis.document;
  assert.deepEqual(options.asked(), members('LoadOptions'));
});

test('the script reads the attributes that load() sets from its options, and no other', () => {
  const dataset = recorder();
  run(dataset.object);
  const ofTheElement = ['nonce', 'src'];
  const ofMore = [...read('../../functions/src/main/browser/cairn-more.js').matchAll(/settings\.(\w+)/g)].map(
    ([, name]) => name,
  );
  assert.deepEqual([...new Set([...dataset.asked(), ...ofTheElement, ...ofMore])].sort(), members('LoadOptions'));
});
