import assert from 'node:assert/strict';
import {execFileSync, spawn} from 'node:child_process';
import {cpSync, mkdtempSync, rmSync} from 'node:fs';
import net from 'node:net';
import {tmpdir} from 'node:os';
import path from 'node:path';
import {after, before, test} from 'node:test';
import {until} from '../../../clients/src/until.mjs';
import {Browser} from '../../testing/browser.mjs';
import {startedCairn} from '../../testing/cairn.mjs';
import {firstConversion} from '../../testing/newcomer.mjs';

const HERE = import.meta.dirname;
const begun = Date.now();
const cairn = startedCairn();
const browser = new Browser();
const folder = mkdtempSync(path.join(tmpdir(), 'cairn-next-'));
let server;
let url;

/** The app as a newcomer has it: both packages packed and installed, built and started by Next.js itself. */
before(async () => {
  const app = path.join(folder, 'app');
  cpSync(path.join(HERE, 'app'), app, {recursive: true});
  for (const each of ['npm', 'next']) {
    execFileSync('npm', ['pack', '--silent', '--pack-destination', app], {cwd: path.join(HERE, '../..', each)});
  }
  const packed = ['./cairn-browser-0.1.0.tgz', './cairn-next-0.1.0.tgz'];
  execFileSync('npm', ['install', '--silent', '--no-audit', '--no-fund', ...packed], {cwd: app, stdio: 'inherit'});
  const port = await new Promise(done => {
    const probe = net.createServer().listen(0, '127.0.0.1', () => {
      const {port: free} = probe.address();
      probe.close(() => done(free));
    });
  });
  url = `http://shop.example:${port}`;
  await cairn.addSite('next', url);
  const env = {
    ...process.env,
    NEXT_TELEMETRY_DISABLED: '1',
    NEXT_PUBLIC_CAIRN: cairn.base,
    CAIRN_SERVER_KEY: await cairn.serverKey('next'),
  };
  const next = path.join(app, 'node_modules/next/dist/bin/next');
  execFileSync('node', [next, 'build'], {cwd: app, env, stdio: ['ignore', 'ignore', 'inherit']});
  server = spawn('node', [next, 'start', '-p', String(port), '-H', '127.0.0.1'], {cwd: app, env, stdio: 'ignore'});
  await until('Next.js answers', async () => (await fetch(`http://127.0.0.1:${port}/`).catch(() => ({}))).ok);
  await browser.start();
});

after(async () => {
  await browser.stop();
  server?.kill();
  rmSync(folder, {recursive: true, force: true, maxRetries: 5});
});

test('page views of the router, calls of components and an order of the server are counted', async () => {
  const page = await browser.open(url);
  await until('the first page view arrives', async () => (await cairn.today('next')).page_view === 1);
  await page.click('button');
  await page.click('a');
  await page.waitForURL('**/second');
  await page.click('#consent');
  await page.click('#order');
  await until('the order arrives', async () => (await cairn.today('next')).purchase === 1);
  await until('the router changed the page', async () => (await cairn.today('next')).page_view >= 2);
  assert.equal(await page.locator('script[data-cairn-loaded]').count(), 1);
  await page.context().close();
  await cairn.aggregate();
  const {events, goals, value, linkable, unverified} = await cairn.figuresOfToday('next');
  assert.equal(events.page_view, 2);
  assert.deepEqual([goals.add_to_cart, goals.purchase], [1, 1]);
  assert.deepEqual(
    value.filter(each => each.startsWith('59')),
    ['59.90 EUR'],
  );
  assert.equal(linkable, 1, 'the order belongs to the visitor who agreed');
  assert.equal(unverified, 0);
  firstConversion('next', begun);
});

test('the server says what Cairn refuses, and tries again what it may', async () => {
  const {reporter} = await import('../server.js');
  const event = {id: 'e-1', name: 'purchase'};
  await assert.rejects(
    reporter({address: cairn.base, site: 'next', key: 'ck_wrong'})(event),
    /Cairn did not store purchase e-1: 401: .*unknown_key/,
  );
  const begun = Date.now();
  await assert.rejects(reporter({address: 'http://127.0.0.1:9', site: 'next', key: 'ck_x'})(event), /did not store/);
  assert.ok(Date.now() - begun >= 2500, 'three attempts, with pauses');
});
