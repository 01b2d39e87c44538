import assert from 'node:assert/strict';
import {execFileSync} from 'node:child_process';
import {mkdtempSync, rmSync} from 'node:fs';
import {tmpdir} from 'node:os';
import {join} from 'node:path';
import {after, test} from 'node:test';
import {pathToFileURL} from 'node:url';

const folder = mkdtempSync(join(tmpdir(), 'cairn-npm-'));
after(() => rmSync(folder, {recursive: true}));

const npm = (where, ...args) => execFileSync('npm', args, {cwd: where, encoding: 'utf8'});

/** The package as an npm user gets it: packed, installed into an empty folder, loaded from there. */
const installed = async () => {
  const [packed] = JSON.parse(
    npm(new URL('..', import.meta.url).pathname, 'pack', '--json', '--pack-destination', folder),
  );
  npm(folder, 'init', '-y');
  npm(folder, 'install', '--no-audit', '--no-fund', join(folder, packed.filename));
  const module = await import(pathToFileURL(join(folder, 'node_modules/@cairn/browser/index.js')).href);
  return {files: packed.files.map(file => file.path).sort(), module};
};

const {files, module} = await installed();

/** The parts of a page that the loader uses. */
const page = () => {
  const head = [];
  globalThis.window = {};
  globalThis.document = {
    head: {append: script => head.push(script)},
    querySelector: () => head[0] ?? null,
    createElement: () => ({dataset: {}}),
  };
  return head;
};

test('the package has the module and its types and nothing else', () => {
  assert.deepEqual(files, ['index.d.ts', 'index.js', 'package.json']);
});

test('on a server calls do nothing', () => {
  delete globalThis.window;
  module.cairn('page_view');
  module.cairn.identify('anna');
  assert.equal(module.cairn.visitor(), null);
});

test('calls are kept in their order until the script is there, and passed on afterwards', () => {
  page();
  module.cairn('wishlist', {props: {sku: '42'}});
  module.cairn.consent({analytics: true});
  assert.deepEqual(window.cairn.q, [
    ['', ['wishlist', {props: {sku: '42'}}]],
    ['consent', [{analytics: true}]],
  ]);

  const told = [];
  window.cairn = Object.assign((...args) => told.push(args), {visitor: () => 'a-device'});
  module.cairn('share');
  assert.deepEqual(told, [['share', undefined]]);
  assert.equal(module.cairn.visitor(), 'a-device');
});

test('the script is put into the page once', () => {
  const head = page();
  const options = {src: 'https://stats.shop.example/cairn.js', site: 'shop', consent: 'wait', vitals: true};
  module.load(options);
  module.load(options);
  assert.equal(head.length, 1);
  assert.equal(head[0].src, options.src);
  assert.deepEqual(head[0].dataset, {site: 'shop', cairnLoaded: '', consent: 'wait', vitals: ''});
});

test('a page whose script is there already is left alone', () => {
  const head = page();
  window.cairn = () => {};
  module.load({src: 'https://stats.shop.example/cairn.js', site: 'shop'});
  assert.equal(head.length, 0);
});

test('without an address or a site it says what is missing', () => {
  page();
  assert.throws(() => module.load({site: 'shop'}), /needs src/);
});
