import assert from 'node:assert/strict';
import path from 'node:path';
import {after, before, test} from 'node:test';
import {until} from '../../../clients/src/until.mjs';
import {Browser} from '../../testing/browser.mjs';
import {startedCairn} from '../../testing/cairn.mjs';
import {firstConversion} from '../../testing/newcomer.mjs';
import {Site} from '../../testing/site.mjs';
import {Template} from './sandbox.mjs';

const begun = Date.now();
const cairn = startedCairn();
const browser = new Browser();
const site = new Site('<h1>Lamps</h1>');
const template = new Template(path.resolve(import.meta.dirname, '../cairn.tpl'), cairn.base);
const fields = {address: cairn.base, site: 'gtm'};

before(async () => {
  await site.start();
  await browser.start();
  await cairn.addSite('gtm', site.url);
});

after(async () => {
  await browser.stop();
  site.stop();
});

const open = () => browser.open(site.url, {init: template.script()});
const fire = (page, more) => page.evaluate(sent => window.gtm.fire(sent), {...fields, ...more});
const visitor = page => page.evaluate(() => window.cairn.visitor());

test('the file has the sections and the fields of a tag template', () => {
  assert.equal(template.info.type, 'TAG');
  assert.deepEqual(template.info.containerContexts, ['WEB']);
  assert.deepEqual(
    template.parameters.map(each => each.name),
    ['action', 'address', 'site', 'consent', 'eventName', 'amount', 'currency', 'orderId', 'props'],
  );
});

test('two tags end in a page view and a conversion, also if the event fires before the script is there', async () => {
  const page = await open();
  const ended = await Promise.all([
    fire(page, {action: 'load'}),
    fire(page, {action: 'event', eventName: 'purchase', amount: '59.90', currency: 'EUR', orderId: 'G-1'}),
    fire(page, {action: 'event', eventName: 'add_to_cart', props: [{name: 'sku', value: '42'}]}),
  ]);
  assert.deepEqual(ended, ['success', 'success', 'success']);
  assert.equal(await page.locator('script[src*="cairn.js"]').count(), 1);
  assert.equal(await visitor(page), null, 'nothing is stored');
  await until('the events arrive', async () => (await cairn.today('gtm')).page_view === 1);
  await page.context().close();
  await cairn.aggregate();
  const {events, goals, value} = await cairn.figuresOfToday('gtm');
  assert.deepEqual([events.page_view, goals.purchase, goals.add_to_cart], [1, 1, 1]);
  assert.deepEqual(value, ['59.90 EUR']);
  firstConversion('gtm', begun);
});

test('consent mode decides what is stored, when the page begins and when the visitor decides', async () => {
  const page = await open();
  await page.evaluate(() =>
    gtm.setConsent({analytics_storage: 'denied', ad_storage: 'denied', ad_user_data: 'denied'}),
  );
  await fire(page, {action: 'load', consent: 'consent_mode'});
  assert.equal(await visitor(page), null);
  await page.evaluate(() => gtm.setConsent({analytics_storage: 'granted'}));
  assert.match(await visitor(page), /^[\w-]+$/);
  await page.evaluate(() => gtm.setConsent({analytics_storage: 'denied'}));
  assert.equal(await visitor(page), null);
  await page.context().close();

  const later = await open();
  await later.evaluate(() => gtm.setConsent({analytics_storage: 'granted'}));
  await fire(later, {action: 'load', consent: 'consent_mode'});
  assert.match(await visitor(later), /^[\w-]+$/);
  await later.context().close();
});

test('an address without the permission is refused, and a wrong one ends the tag as failed', async () => {
  const page = await open();
  await assert.rejects(fire(page, {action: 'load', address: 'https://evil.example'}), /no permission to inject/);
  const nowhere = new Template(path.resolve(import.meta.dirname, '../cairn.tpl'), 'http://localhost:9');
  const other = await browser.open(site.url, {init: nowhere.script()});
  assert.equal(await fire(other, {action: 'load', address: 'http://localhost:9'}), 'failure');
  await page.context().close();
  await other.context().close();
});
