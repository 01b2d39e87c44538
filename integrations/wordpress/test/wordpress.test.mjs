import assert from 'node:assert/strict';
import path from 'node:path';
import {after, before, test} from 'node:test';
import {Browser} from '../../testing/browser.mjs';
import {startedCairn} from '../../testing/cairn.mjs';
import {firstConversion} from '../../testing/newcomer.mjs';
import {until} from '../../../clients/src/until.mjs';
import {missing, WordPress} from './wordpress.mjs';

const PLUGIN = path.resolve(import.meta.dirname, '../cairn');
const reason = missing();
const begun = Date.now();
const cairn = startedCairn();
const wordpress = new WordPress();
const browser = new Browser();
const options = {skip: reason === '' ? false : reason};

before(async () => {
  if (reason !== '') return;
  await wordpress.start('shop.example');
  await browser.start();
  await cairn.addSite('wordpress', wordpress.url);
});

after(async () => {
  if (reason !== '') return;
  await browser.stop();
  wordpress.stop();
});

const outbox = () =>
  Number(
    wordpress.php(
      `echo count($GLOBALS['wpdb']->get_col("SELECT 1 FROM wp_options WHERE option_name LIKE 'cairn\\_event\\_%'"));`,
    ),
  );
const figures = async () => {
  await cairn.aggregate();
  return cairn.figuresOfToday('wordpress');
};

test('the five steps of docs/integrations/wordpress.md end in a page view', options, async () => {
  wordpress.installPlugin(PLUGIN);
  const admin = await browser.open(`${wordpress.url}/wp-login.php`);
  await admin.fill('#user_login', 'admin');
  await admin.fill('#user_pass', 'password');
  await admin.click('#wp-submit');
  await admin.goto(`${wordpress.url}/wp-admin/plugins.php`);
  await admin.click('[data-slug="cairn"] .activate a');
  await admin.goto(`${wordpress.url}/wp-admin/options-general.php?page=cairn`);
  await admin.fill('#cairn-address', cairn.base);
  await admin.fill('#cairn-site', 'wordpress');
  await admin.fill('#cairn-server_key', await cairn.serverKey('wordpress'));
  await admin.click('#submit');
  await admin.waitForSelector('.notice-success, #setting-error-settings_updated');
  assert.equal(await admin.locator('script[data-site]').count(), 0, 'administration pages have no script');
  await admin.goto(wordpress.url);
  assert.equal(await admin.locator('script[data-site]').count(), 0, 'who edits the site is not counted');
  await admin.context().close();

  const page = await browser.open(wordpress.url);
  assert.equal(await page.locator('script[data-site="wordpress"]').getAttribute('data-consent'), 'denied');
  await until('the page view arrives', async () => (await cairn.today('wordpress')).page_view === 1);
  await page.context().close();
});

test('wrong settings are refused with what is allowed', options, () => {
  const said = wordpress.php(
    `require ABSPATH . 'wp-admin/includes/template.php'; $s = new Cairn_Settings();
     $s->cleaned(array('address' => 'ftp://x', 'site' => 'My Shop', 'server_key' => 'abc'));
     foreach (get_settings_errors('cairn') as $each) echo $each['message'], "\\n";`,
  );
  assert.match(said, /must begin with https/);
  assert.match(said, /id of a site/);
  assert.match(said, /begins with ck_/);
});

test('the WP Consent API decides what is stored', options, async () => {
  const page = await browser.open(wordpress.url, {
    // What the WP Consent API's script defines (its README: wp_has_consent, wp_consent_type, the change event).
    init: `window.wp_consent_type = 'optin'; window.allowed = []; window.wp_has_consent = what => allowed.includes(what);
           window.decide = (what, value) => { const detail = []; detail[what] = value;
             document.dispatchEvent(new CustomEvent('wp_listen_for_consent_change', {detail})); };`,
  });
  await until('the script is there', () =>
    page.evaluate(() => window.cairn !== undefined && window.cairn.q === undefined),
  );
  assert.equal(await page.evaluate(() => cairn.visitor()), null, 'nothing is decided yet');
  await page.evaluate(() => decide('statistics', 'allow'));
  assert.match(await page.evaluate(() => cairn.visitor()), /^[\w-]+$/);
  await page.evaluate(() => decide('statistics', 'deny'));
  assert.equal(await page.evaluate(() => cairn.visitor()), null);
  await page.context().close();

  const later = await browser.open(wordpress.url, {
    init: `window.wp_consent_type = 'optin'; window.wp_has_consent = what => what === 'statistics';`,
  });
  await until('a decision of an earlier page is told', () => later.evaluate(() => cairn.visitor?.() !== null));
  await later.context().close();
});

test('a checkout is a funnel, and the order counts once, with the amount of the server', options, async () => {
  wordpress.installHarness(path.join(import.meta.dirname, 'woocommerce.php'));
  const {page, order} = await buys();
  assert.equal(await page.locator('script[data-datalayer="off"]').count(), 1);
  assert.match(order, /^\d+$/);
  await page.reload();
  await until('both views of the thank-you page arrive', async () => (await cairn.today('wordpress')).purchase >= 2);
  const visitor = await page.evaluate(() => cairn.visitor());
  await page.context().close();
  assert.equal(outbox(), 1, 'the server reports by WP-Cron');
  const event = JSON.parse(wordpress.php(`echo get_option('cairn_event_wc-${order}');`));
  assert.deepEqual([event.visitor, event.consent], [visitor, {analytics: true}], 'also if the page was never seen');
  wordpress.cron();
  assert.equal(outbox(), 0);

  const counted = await figures();
  assert.deepEqual(
    [counted.goals.product_interest, counted.goals.add_to_cart, counted.goals.checkout_started, counted.goals.purchase],
    [1, 1, 1, 1],
  );
  assert.deepEqual(counted.value, ['59.90 EUR']);
  assert.deepEqual(counted.funnel.reached, [1, 1, 1, 1], 'the order belongs to the visitor who consented');
  assert.equal(counted.unverified, 0, 'the server vouches for it');
  firstConversion('wordpress', begun);
});

test('an order is reported though Cairn was down, and once, however often the server tries', options, async () => {
  wordpress.php(`update_option('cairn', array('address' => 'http://127.0.0.1:9') + get_option('cairn'));`);
  const order = wordpress.php(
    `$o = WC_Order::create('20.00', 'EUR'); $o->set_status('processing'); $o->set_status('completed'); echo $o->get_id();`,
  );
  wordpress.cron();
  assert.equal(outbox(), 1, 'nothing is lost');
  assert.match(wordpress.php(`echo get_option('cairn_trouble');`), /waiting to be reported/);
  const next = Number(wordpress.php(`echo wp_next_scheduled('cairn_send') - time();`));
  assert.ok(next > 50 && next <= 60, `the next attempt is in a minute, not ${next} s`);

  wordpress.php(`update_option('cairn', array('address' => '${cairn.base}') + get_option('cairn'));`);
  const kept = wordpress.php(`echo get_option('cairn_event_wc-${order}');`);
  wordpress.cron();
  wordpress.php(
    `add_option('cairn_event_wc-${order}', '${kept}', '', 'no'); wp_schedule_single_event(time(), 'cairn_send');`,
  );
  wordpress.cron();
  assert.equal(outbox(), 0);
  assert.equal(wordpress.php(`echo get_option('cairn_trouble');`), '');
  assert.deepEqual((await figures()).value, ['79.90 EUR']);
});

test('refunds are taken off, and a cancelled order is gone', options, async () => {
  wordpress.php(`woo_refund(102, '5.00');`);
  wordpress.cron();
  assert.deepEqual((await figures()).value, ['74.90 EUR']);
  wordpress.php(`wc_get_order(102)->set_status('cancelled');`);
  wordpress.cron();
  const counted = await figures();
  assert.deepEqual(counted.value, ['59.90 EUR']);
  assert.equal(counted.goals.purchase, 1);
});

test('an order that was never paid is not a sale of the server', options, () => {
  wordpress.php(
    `$o = WC_Order::create('1.00', 'EUR'); $o->set_status('on-hold'); $o->set_status('cancelled'); woo_refund($o->get_id(), '1.00');`,
  );
  assert.equal(outbox(), 0);
});

/** A visitor who consents, looks at a product, puts it into the cart and orders. */
async function buys() {
  const page = await browser.open(`${wordpress.url}/?woo=product`, {
    init: `window.wp_consent_type = 'optin'; window.wp_has_consent = () => true; document.cookie = 'woo_session=s1';`,
  });
  await until('the visitor is known', () => page.evaluate(() => window.cairn?.visitor?.() != null));
  for (const step of ['add-to-cart', 'checkout', 'place-order']) {
    await page.goto(`${wordpress.url}/?woo=${step}`);
    await page.waitForLoadState('load');
    // WooCommerce keeps the second of a payment: nobody fills in a form faster than that.
    await page.waitForTimeout(step === 'checkout' ? 1100 : 0);
  }
  return {page, order: new URL(page.url()).searchParams.get('order')};
}
