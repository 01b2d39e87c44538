// A theme of before 2023, with the enhanced ecommerce of Universal Analytics, as
// developers.google.com/analytics/devguides/collection/ua/gtm/enhanced-ecommerce had it.
window.dataLayer = window.dataLayer || [];
dataLayer.push({ecommerce: {impressions: [{id: 'L-1', list: 'Search'}, {id: 'L-2', list: 'Search'}]}});
dataLayer.push({event: 'productClick', ecommerce: {click: {actionField: {list: 'Search'}, products: [{id: 'L-1'}]}}});
dataLayer.push({ecommerce: {detail: {actionField: {list: 'Search'}, products: [{name: 'Lamp', id: 'L-1', price: '29.95'}]}}});
dataLayer.push({event: 'addToCart', ecommerce: {currencyCode: 'EUR', add: {products: [{id: 'L-1', price: '29.95', quantity: 2}]}}});
// after the script
dataLayer.push({event: 'checkout', ecommerce: {checkout: {actionField: {step: 1}, products: [{id: 'L-1', quantity: 2}]}}});
dataLayer.push({event: 'checkout', ecommerce: {checkout: {actionField: {step: 2, option: 'Visa'}, products: [{id: 'L-1', quantity: 2}]}}});
dataLayer.push({event: 'transaction', ecommerce: {currencyCode: 'EUR', purchase: {actionField: {id: 'T-1007', revenue: '59.90', tax: '9.50'}, products: [{id: 'L-1', price: '29.95', quantity: 2}]}}});
