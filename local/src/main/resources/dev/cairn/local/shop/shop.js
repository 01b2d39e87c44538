/*
 * The shop's own code, in addition to the snippet: it reports the steps that only the shop knows (a lamp was viewed,
 * added to the cart, ordered) and passes on the choice made in its consent banner. The snippet itself measures page
 * views, the video, the forms, the download and outbound links.
 */
const CART = 'lamp-shop-cart';
const ORDER = 'lamp-shop-order';
const CHOICE = 'lamp-shop-choice';
const CURRENCY = 'EUR';
const LOOK_AGAIN_MILLIS = 2000;

const byId = id => document.getElementById(id);

/** The shop must work even if a browser does not load the snippet. */
const report = (name, details) => window.cairn?.(name, details);

const say = (id, text) => {
  byId(id).textContent = text;
};

// The cart: a shop may store it without asking, because it cannot work without it.

const read = (area, key, otherwise) => JSON.parse(area.getItem(key) ?? 'null') ?? otherwise;
const cart = () => read(sessionStorage, CART, []);
const cents = price => Math.round(Number(price) * 100);
const amount = lines => (lines.reduce((sum, line) => sum + cents(line.price) * line.quantity, 0) / 100).toFixed(2);

const keepCart = lines => {
  sessionStorage.setItem(CART, JSON.stringify(lines));
  showCount();
};

const addToCart = product => {
  const lines = cart();
  const line = lines.find(each => each.sku === product.sku);
  if (line) line.quantity++;
  else lines.push({...product, quantity: 1});
  keepCart(lines);
};

const showCount = () => {
  const count = cart().reduce((sum, line) => sum + line.quantity, 0);
  byId('cart-count').textContent = count;
  byId('cart-count').hidden = count === 0;
};

const showSum = () => {
  const empty = cart().length === 0;
  byId('cart-empty').hidden = !empty;
  say('cart-sum', '€ ' + amount(cart()));
  return empty;
};

// Pages

const productPage = () => {
  const {sku, name, price} = document.querySelector('.product').dataset;
  const props = {sku, price: Number(price)};
  report('view_item', {props});
  byId('add-to-cart').onclick = () => {
    addToCart({sku, name, price});
    report('add_to_cart', {props});
    say('product-said', name + ' is in your cart.');
  };
  byId('wishlist').onclick = () => {
    report('add_to_wishlist', {props: {sku}});
    say('product-said', 'We remember it for you.');
  };
};

const cell = text => {
  const td = document.createElement('td');
  td.textContent = text;
  return td;
};

const cartPage = () => {
  const empty = showSum();
  byId('cart').hidden = byId('cart-buttons').hidden = empty;
  const rows = cart().map(line => {
    const row = document.createElement('tr');
    row.append(cell(line.name), cell(line.quantity), cell('€ ' + line.price));
    return row;
  });
  document.querySelector('#cart tbody').replaceChildren(...rows);
  byId('cart-clear').onclick = () => {
    keepCart([]);
    cartPage();
  };
};

const checkoutPage = () => {
  const form = byId('checkout');
  form.hidden = showSum();
  if (form.hidden) return;
  report('begin_checkout', {props: {items: cart().length}});
  form.onsubmit = event => {
    event.preventDefault();
    if (form.elements.account.checked) report('sign_up');
    const id = 'L-' + crypto.randomUUID().slice(0, 8).toUpperCase();
    sessionStorage.setItem(ORDER, JSON.stringify({id, amount: amount(cart()), sku: cart()[0].sku}));
    keepCart([]);
    location.href = '/shop/thanks';
  };
};

/** Reported each time the page is shown, as in many shops; the order id makes it count once. */
const thanksPage = () => {
  const order = read(sessionStorage, ORDER, null);
  if (!order) return say('thanks-order', 'There is no order yet.');
  say('thanks-order', `Your order ${order.id} over € ${order.amount} is on its way.`);
  report('purchase', {
    orderId: order.id,
    value: {amount: order.amount, currency: CURRENCY},
    props: {sku: order.sku},
  });
};

const answeringForm = (form, answer, text) => {
  form.onsubmit = event => {
    event.preventDefault();
    say(answer, text);
    form.reset();
  };
};

const quotePage = () => answeringForm(byId('quote'), 'quote-thanks', 'Thank you, we will write to you.');

// The consent banner

/** The choice is stored, so that nobody is asked twice. */
const choose = granted => {
  localStorage.setItem(CHOICE, JSON.stringify(granted));
  window.cairn?.consent({analytics: granted, ads: false});
  byId('banner').hidden = true;
  showState();
};

const showState = () => {
  const granted = read(localStorage, CHOICE, null);
  say(
    'strip-state',
    window.cairn === undefined
      ? 'The snippet did not load. Is it blocked?'
      : granted === null
        ? 'Nothing is sent until you choose below.'
        : granted
          ? 'You will be recognised next time.'
          : 'You are counted for today only; the funnel below follows visitors who consented.',
  );
};

const askForConsent = () => {
  const granted = read(localStorage, CHOICE, null);
  if (granted !== null) window.cairn?.consent({analytics: granted, ads: false});
  byId('banner').hidden = granted !== null;
  byId('consent-accept').onclick = () => choose(true);
  byId('consent-deny').onclick = () => choose(false);
  byId('consent-again').onclick = () => {
    byId('banner').hidden = false;
  };
};

// The strip: today's funnel, from the HTTP API

const STEPS = {
  product_interest: 'viewed a lamp',
  add_to_cart: 'cart',
  checkout_started: 'checkout',
  purchase: 'order',
};

const showFunnel = ({steps, total}) => {
  const list = byId('strip-funnel');
  const items = steps.map((step, index) => {
    const item = list.children[index] ?? list.appendChild(document.createElement('li'));
    const text = `${STEPS[step] ?? step}: ${total.reached[index]}`;
    item.classList.toggle('moved', item.textContent !== '' && item.textContent !== text);
    if (item.textContent !== text) item.textContent = text;
    return item;
  });
  list.hidden = items.length === 0;
};

const lookAtFunnel = async () => {
  if (document.visibilityState === 'visible') {
    try {
      const answer = await fetch('/shop/funnel');
      if (answer.ok) showFunnel(await answer.json());
    } catch {
      // Cairn was stopped; the shop continues to work.
    }
  }
  setTimeout(lookAtFunnel, LOOK_AGAIN_MILLIS);
};

const PAGES = {product: productPage, cart: cartPage, checkout: checkoutPage, thanks: thanksPage, quote: quotePage};

answeringForm(byId('newsletter'), 'newsletter-thanks', 'Thank you. One email a month, no more.');
askForConsent();
showState();
showCount();
PAGES[document.body.dataset.page]?.();
lookAtFunnel();
