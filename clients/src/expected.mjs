/** What each client must have seen (said) and what Cairn's statistics must hold of its site (figures). */
export const EXPECTED = {
  '@plausible-analytics/tracker': {
    site: 'plausible',
    said: {statuses: [202, 202], requests: answers => answers.every(status => status === 202)},
    figures: {
      events: {Signup: 1, purchase: 1, page_view: 2, file_download: 1, outbound_click: 1, form_submit: 1},
      atLeast: {engagement: 2},
      goals: {purchase: 1, link_clicked: 1, brochure_download: 1, scrolled_half: 1},
      value: ['29.90 EUR'],
      seconds: seconds => seconds >= 5,
      linkable: 0,
    },
  },
  'plausible-tracker': {
    site: 'tracker',
    said: {requests: [202, 202, 202]},
    figures: {events: {Signup: 1, page_view: 2}, goals: {}, linkable: 0},
  },
  '@segment/analytics-next': {
    site: 'segment',
    said: {
      lost: 3,
      retried: times => times >= 3,
      authorization: ['Basic'],
      types: ['text/plain'],
      answers: ['{"success":true}'],
    },
    figures: {
      events: {page_view: 1, 'Product Viewed': 1, 'Product Added': 1, identify: 1, 'Order Completed': 1},
      goals: {product_interest: 1, add_to_cart: 1, purchase: 1},
      value: ['25.50 EUR'],
      duplicates: 3,
      linkable: 1,
    },
  },
  '@segment/analytics-next, batching': {
    site: 'batching',
    said: {lost: 1, answers: ['{"success":true}']},
    figures: {
      events: {page_view: 1, 'Product Viewed': 1, 'Product Added': 1, identify: 1, 'Order Completed': 1},
      goals: {product_interest: 1, add_to_cart: 1, purchase: 1},
      value: ['25.50 EUR'],
      duplicates: count => count >= 1,
      linkable: 1,
    },
  },
  '@segment/analytics-node': {
    site: 'node',
    said: {
      lost: 1,
      retried: times => times >= 1,
      authorization: ['Basic'],
      types: ['application/json'],
      answers: ['{"success":true}'],
      failed: [],
    },
    figures: {
      events: {identify: 1, page_view: 1, 'Product Added': 1, 'Order Completed': 2, 'Order Refunded': 1, group: 1},
      goals: {add_to_cart: 1, purchase: 1},
      value: ['59.00 EUR'],
      duplicates: 7,
      linkable: 1,
    },
  },
  'umami 2, tracker': {
    site: 'umami',
    said: {answers: ['cairn'], sentBack: 4},
    figures: {
      events: {page_view: 2, brochure: 1, purchase: 1, identify: 1},
      goals: {purchase: 1},
      value: ['29.90 EUR'],
      linkable: 0,
    },
  },
  '@umami/node': {
    site: 'umami-node',
    said: {statuses: [200, 200, 200], crawler: '{"beep":"boop"}'},
    figures: {
      events: {page_view: 1, purchase: 1},
      goals: {purchase: 1},
      value: ['59.00 EUR'],
      bots: {crawler: 1},
      linkable: 0,
    },
  },
  'GA4 Measurement Protocol': {
    site: 'ga4',
    said: {statuses: [204, 204, 204, 204], debug: ['events[1] missing_name']},
    figures: {
      events: {page_view: 1, view_item: 1, engagement: 1, begin_checkout: 1, purchase: 1},
      goals: {product_interest: 1, checkout_started: 1, purchase: 1},
      value: ['25.50 USD'],
      rejected: {missing_name: 1},
      seconds: seconds => seconds === 61,
      linkable: people => people >= 1,
    },
  },
  'the pixel in a mail': {
    site: 'mail',
    said: {images: [1, 1, 1, 1, 1], bytes: 43, type: 'image/gif', cached: 'no-store'},
    figures: {
      events: {email_opened: 3},
      goals: {email_opened: 3},
      duplicates: 1,
      rejected: {not_a_pixel_goal: 1},
      bots: {crawler: 1},
      linkable: 0,
    },
  },
};
