// WooCommerce with two plug-ins at once: GTM4WP pushes GA4's events with numbers as ids, beside fields of its own; "Google
// Analytics for WooCommerce" sends the same ones by gtag().
window.dataLayer = window.dataLayer || [];
window.gtag = function gtag() { dataLayer.push(arguments) };
dataLayer.push({pagePostType: 'product', productIsVariable: 0, customerTotalOrders: 0, event: 'view_item', ecommerce: {currency: 'EUR', value: 29.95, items: [{item_id: 42, item_name: 'Lamp', sku: 42, price: 29.95, google_business_vertical: 'retail'}]}});
gtag('event', 'view_item', {currency: 'EUR', value: 29.95, items: [{id: 42, item_id: '42', name: 'Lamp'}]});
// after the script
gtag('event', 'add_to_cart', {currency: 'EUR', value: 59.9, items: [{item_id: '42', quantity: 2}]});
dataLayer.push({event: 'add_to_cart', ecommerce: {currency: 'EUR', value: 59.9, items: [{item_id: 42, quantity: 2}]}});
dataLayer.push({event: 'begin_checkout', ecommerce: {currency: 'EUR', value: 59.9, items: [{item_id: 42, quantity: 2}]}});
dataLayer.push({pagePostType: 'page', event: 'purchase', ecommerce: {currency: 'EUR', transaction_id: 1007, affiliation: '', value: 59.9, tax: 9.5, shipping: 0, items: [{item_id: 42, quantity: 2}]}});
gtag('event', 'purchase', {transaction_id: '1007', value: '59.90', currency: 'EUR', items: [{item_id: '42'}]});
