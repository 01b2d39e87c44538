// A shop with Google's tag, as developers.google.com/tag-platform/gtagjs/reference/events has it: to two properties.
window.dataLayer = window.dataLayer || [];
window.gtag = function gtag() { dataLayer.push(arguments) };
gtag('js', new Date());
gtag('config', 'G-SHOP');
gtag('event', 'view_item', {send_to: 'G-SHOP', currency: 'EUR', value: 29.95, items: [{item_id: 'L-1'}]});
gtag('event', 'view_item', {send_to: 'G-GROUP', currency: 'EUR', value: 29.95, items: [{item_id: 'L-1'}]});
// after the script
gtag('event', 'add_to_cart', {currency: 'EUR', value: 59.9, items: [{item_id: 'L-1', quantity: 2}]});
gtag('event', 'begin_checkout', {currency: 'EUR', value: 59.9, items: [{item_id: 'L-1', quantity: 2}]});
gtag('event', 'purchase', {transaction_id: 'T-1007', value: 59.9, currency: 'EUR', items: [{item_id: 'L-1', quantity: 2}]});
gtag('event', 'conversion', {send_to: 'AW-1/abc', value: 59.9, currency: 'EUR', transaction_id: 'T-1007'});
