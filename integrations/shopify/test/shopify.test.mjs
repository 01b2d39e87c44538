import assert from 'node:assert/strict';
import path from 'node:path';
import {after, before, test} from 'node:test';
import {until} from '../../../clients/src/until.mjs';
import {Browser} from '../../testing/browser.mjs';
import {startedCairn} from '../../testing/cairn.mjs';
import {firstConversion} from '../../testing/newcomer.mjs';
import {Site} from '../../testing/site.mjs';
import {PixelManager} from './sandbox.mjs';

const FILE = path.resolve(import.meta.dirname, '../cairn-pixel.js');
const begun = Date.now();
const cairn = startedCairn();
const browser = new Browser();
const manager = new PixelManager(FILE, {ADDRESS: cairn.base, SITE: 'shopify'});
const besideScript = new PixelManager(FILE, {ADDRESS: cairn.base, SITE: 'shopify', SCRIPT_IN_THEME: true});
const allowed = {analyticsProcessingAllowed: true, marketingAllowed: false};
const site = new Site(url => {
  const {searchParams} = new URL(url, 'http://any.example');
  const pixel = searchParams.has('theme') ? besideScript : manager;
  return pixel.html(searchParams.has('consent') ? allowed : {});
});

const VARIANT = {id: '41', sku: 'lamp-42', price: {amount: 59.9, currencyCode: 'EUR'}, product: {title: 'Lamp'}};
const LINE = {merchandise: VARIANT, quantity: 2, cost: {totalAmount: {amount: 119.8, currencyCode: 'EUR'}}};
const CHECKOUT = {token: 't-1', totalPrice: {amount: 124.7, currencyCode: 'EUR'}, order: {id: '5001'}};

before(async () => {
  await site.start();
  await browser.start();
  await cairn.addSite('shopify', 'null');
});

after(async () => {
  await browser.stop();
  site.stop();
});

/** A page of the shop with the pixel, and how many of its requests were answered by which status. */
async function shop(query = '') {
  const answers = [];
  const page = await browser.open(`${site.url}/${query}`);
  page.on('response', response => response.url().endsWith('/v1/events') && answers.push(response.status()));
  await page.evaluate(() => shopify.loaded);
  const publish = (name, data = {}, withContext = true) =>
    page.evaluate(sent => shopify.publish(...sent), [name, data, withContext]);
  const cookie = () => page.evaluate(() => /(?:^| )cairn=([^;]+)/.exec(document.cookie)?.[1]);
  return {page, answers, publish, cookie};
}

test('the pixel is in a sandbox: nothing of the shop is in its reach', async () => {
  const {page} = await shop();
  const frame = page.frames()[1];
  await assert.rejects(
    frame.evaluate(() => parent.document.title),
    /SecurityError|Blocked/,
  );
  await assert.rejects(
    frame.evaluate(() => document.cookie),
    /SecurityError|sandboxed/,
  );
  assert.equal(await frame.evaluate(() => origin), 'null');
  await page.context().close();
});

test('a checkout with consent is a funnel of one visitor, and its order counts once', async () => {
  const {page, answers, publish, cookie} = await shop('?consent&utm_source=news');
  await publish('page_viewed');
  await publish('product_viewed', {productVariant: VARIANT});
  await publish('product_added_to_cart', {cartLine: LINE});
  await publish('checkout_started', {checkout: CHECKOUT});
  await publish('checkout_completed', {checkout: CHECKOUT});
  await publish('checkout_completed', {checkout: CHECKOUT});
  await publish('form_submitted', {element: {id: 'newsletter'}}, false);
  await until('seven events are answered', () => answers.length === 7);
  assert.deepEqual([...new Set(answers)], [202]);
  assert.match(await cookie(), /^\d{10}-[\d-]+$/);
  await page.context().close();

  await cairn.aggregate();
  const {events, goals, value, funnel, linkable} = await cairn.figuresOfToday('shopify');
  assert.equal(events.page_view, 1);
  assert.deepEqual(funnel.reached, [1, 1, 1, 1]);
  assert.deepEqual([goals.purchase, goals.newsletter_signup], [1, 1]);
  assert.deepEqual(
    value.filter(each => each.startsWith('124.70')),
    ['124.70 EUR'],
  );
  assert.equal(linkable, 1);
  firstConversion('shopify', begun);
});

test('without consent nothing is stored; a refusal deletes what was', async () => {
  const {page, answers, publish, cookie} = await shop();
  await publish('page_viewed');
  await until('the page view is answered', () => answers.length === 1);
  assert.equal(await cookie(), undefined);
  await page.evaluate(given => shopify.decide(given), allowed);
  await publish('page_viewed');
  await until('the page view after consent is answered', () => answers.length === 2);
  assert.match(await cookie(), /^\d{10}-/);
  await page.evaluate(() => shopify.decide({analyticsProcessingAllowed: false}));
  await until('the refusal is reported', () => answers.length === 3);
  await until('the cookie is gone', async () => (await cookie()) === undefined);
  await page.context().close();
});

test('beside cairn.js it leaves page views to the script', async () => {
  const {page, answers, publish} = await shop('?theme');
  await publish('page_viewed');
  await publish('search_submitted', {searchResult: {query: 'lamp'}});
  await until('one event is answered', () => answers.length === 1);
  await page.waitForTimeout(300);
  assert.equal(answers.length, 1);
  await page.context().close();
});

test('an opted-out browser is not counted', async () => {
  const {page, answers, publish} = await shop();
  await page.evaluate(() => (document.cookie = 'cairn=out'));
  await publish('page_viewed');
  await page.waitForTimeout(500);
  assert.equal(answers.length, 0);
  await page.context().close();
});

test('an event is sent again until it is answered, and counts once', async () => {
  const {page, answers, publish} = await shop();
  let lost = 0;
  await page.route('**/v1/events', async route => {
    const answer = await route.fetch();
    return lost++ === 0 ? route.fulfill({status: 503}) : route.fulfill({response: answer});
  });
  await publish('product_removed_from_cart', {cartLine: LINE});
  await until('the second attempt is answered', () => answers.includes(202));
  assert.deepEqual(answers, [503, 202]);
  await page.context().close();
  await cairn.aggregate();
  assert.equal((await cairn.figuresOfToday('shopify')).events.remove_from_cart, 1);
});
