// A theme that speaks GA4's ecommerce dialect to Google Tag Manager, as developers.google.com/analytics/devguides/collection/ga4/ecommerce has it.
window.dataLayer = window.dataLayer || [];
dataLayer.push({'gtm.start': Date.now(), event: 'gtm.js'});
dataLayer.push({ecommerce: null});
dataLayer.push({event: 'view_item', ecommerce: {currency: 'EUR', value: 29.95, items: [{item_id: 'L-1', item_name: 'Lamp', price: 29.95, quantity: 1}]}});
dataLayer.push({event: 'add_to_cart', ecommerce: {currency: 'EUR', value: 59.9, items: [{item_id: 'L-1', price: 29.95, quantity: 2}]}});
// after the script
dataLayer.push({ecommerce: null});
dataLayer.push({event: 'begin_checkout', ecommerce: {currency: 'EUR', value: 59.9, items: [{item_id: 'L-1', price: 29.95, quantity: 2}]}});
dataLayer.push({event: 'purchase', ecommerce: {transaction_id: 'T-1007', value: 59.9, tax: 9.5, currency: 'EUR', items: [{item_id: 'L-1', price: 29.95, quantity: 2}]}});
dataLayer.push({event: 'refund', ecommerce: {transaction_id: 'T-1007', value: 59.9, currency: 'EUR'}});
