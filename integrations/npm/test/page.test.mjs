import assert from 'node:assert/strict';
import {execFileSync} from 'node:child_process';
import {mkdtempSync, readFileSync, rmSync} from 'node:fs';
import {tmpdir} from 'node:os';
import path from 'node:path';
import {after, before, test} from 'node:test';
import {until} from '../../../clients/src/until.mjs';
import {Browser} from '../../testing/browser.mjs';
import {startedCairn} from '../../testing/cairn.mjs';
import {firstConversion} from '../../testing/newcomer.mjs';
import {Site} from '../../testing/site.mjs';

const begun = Date.now();
const cairn = startedCairn();
const browser = new Browser();
const project = mkdtempSync(path.join(tmpdir(), 'cairn-npm-page-'));
const site = new Site(url => (url === '/cairn.mjs' ? {module: module()} : PAGE));

const PAGE = `<button>Order</button><script type="module">
  import {load, cairn} from '/cairn.mjs';
  load({src: '${cairn.base}/cairn.js', site: 'npm'});
  document.querySelector('button').onclick = () =>
    cairn('purchase', {value: {amount: '59.90', currency: 'EUR'}, orderId: 'A-1001'});
</script>`;

/** The package's one module, from where npm has installed it. */
const module = () => readFileSync(path.join(project, 'node_modules/@cairn/browser/index.js'), 'utf8');

before(async () => {
  const npm = (...args) => execFileSync('npm', args, {cwd: project, encoding: 'utf8'});
  npm('pack', '--silent', path.resolve(import.meta.dirname, '..'));
  npm('install', '--silent', '--no-audit', '--no-fund', './cairn-browser-0.1.0.tgz');
  await site.start();
  await cairn.addSite('npm', site.url);
  await browser.start();
});

after(async () => {
  await browser.stop();
  site.stop();
  rmSync(project, {recursive: true, force: true});
});

test('the five steps of docs/integrations/npm.md end in a conversion', async () => {
  const page = await browser.open(site.url);
  await page.click('button');
  await until('the order arrives', async () => (await cairn.today('npm')).purchase === 1);
  await page.context().close();
  await cairn.aggregate();
  const {events, goals, value} = await cairn.figuresOfToday('npm');
  assert.deepEqual([events.page_view, goals.purchase, value[0]], [1, 1, '59.90 EUR']);
  firstConversion('npm', begun);
});
