___INFO___

{
  "type": "TAG",
  "id": "cvt_temp_public_id",
  "version": 1,
  "securityGroups": [],
  "displayName": "Cairn",
  "categories": [
    "ANALYTICS",
    "CONVERSIONS"
  ],
  "brand": {
    "id": "brand_dummy",
    "displayName": "Cairn"
  },
  "description": "Loads the script of your own Cairn and reports events to it.",
  "containerContexts": [
    "WEB"
  ]
}


___TEMPLATE_PARAMETERS___

[
  {
    "type": "SELECT",
    "name": "action",
    "displayName": "What the tag does",
    "macrosInSelect": false,
    "simpleValueType": true,
    "defaultValue": "load",
    "selectItems": [
      {
        "value": "load",
        "displayValue": "Load Cairn"
      },
      {
        "value": "event",
        "displayValue": "Report an event"
      }
    ]
  },
  {
    "type": "TEXT",
    "name": "address",
    "displayName": "Address of your Cairn",
    "simpleValueType": true,
    "defaultValue": "https://stats.shop.example",
    "help": "Without a slash at its end. The permission Injects scripts must name the same address.",
    "valueValidators": [
      {
        "type": "REGEX",
        "args": [
          "https://[^/]+(/[^?#]*[^/?#])?"
        ],
        "errorMessage": "An address begins with https:// and ends without a slash."
      }
    ]
  },
  {
    "type": "TEXT",
    "name": "site",
    "displayName": "Site",
    "simpleValueType": true,
    "help": "The id of the site in the plan, such as shop.",
    "valueValidators": [
      {
        "type": "NON_EMPTY"
      }
    ]
  },
  {
    "type": "SELECT",
    "name": "consent",
    "displayName": "Consent",
    "macrosInSelect": false,
    "simpleValueType": true,
    "defaultValue": "denied",
    "help": "Google's consent mode counts as granted whatever no tool has set. Choose it only if a tool sets analytics_storage to denied before the visitor decides.",
    "selectItems": [
      {
        "value": "denied",
        "displayValue": "Count without storing anything"
      },
      {
        "value": "consent_mode",
        "displayValue": "As consent mode says"
      },
      {
        "value": "granted",
        "displayValue": "Given on every page that fires this tag"
      }
    ],
    "enablingConditions": [
      {
        "paramName": "action",
        "paramValue": "load",
        "type": "EQUALS"
      }
    ]
  },
  {
    "type": "TEXT",
    "name": "eventName",
    "displayName": "Event",
    "simpleValueType": true,
    "help": "For example add_to_cart, purchase or newsletter_signup.",
    "valueValidators": [
      {
        "type": "NON_EMPTY"
      }
    ],
    "enablingConditions": [
      {
        "paramName": "action",
        "paramValue": "event",
        "type": "EQUALS"
      }
    ]
  },
  {
    "type": "TEXT",
    "name": "amount",
    "displayName": "Value",
    "simpleValueType": true,
    "enablingConditions": [
      {
        "paramName": "action",
        "paramValue": "event",
        "type": "EQUALS"
      }
    ]
  },
  {
    "type": "TEXT",
    "name": "currency",
    "displayName": "Currency",
    "simpleValueType": true,
    "help": "Three letters; the site's own if empty.",
    "enablingConditions": [
      {
        "paramName": "action",
        "paramValue": "event",
        "type": "EQUALS"
      }
    ]
  },
  {
    "type": "TEXT",
    "name": "orderId",
    "displayName": "Order id",
    "simpleValueType": true,
    "help": "An order counts once, however often it is reported.",
    "enablingConditions": [
      {
        "paramName": "action",
        "paramValue": "event",
        "type": "EQUALS"
      }
    ]
  },
  {
    "type": "SIMPLE_TABLE",
    "name": "props",
    "displayName": "Properties",
    "newRowButtonText": "Add a property",
    "simpleTableColumns": [
      {
        "defaultValue": "",
        "displayName": "Name",
        "name": "name",
        "type": "TEXT"
      },
      {
        "defaultValue": "",
        "displayName": "Value",
        "name": "value",
        "type": "TEXT"
      }
    ],
    "enablingConditions": [
      {
        "paramName": "action",
        "paramValue": "event",
        "type": "EQUALS"
      }
    ]
  }
]


___SANDBOXED_JS_FOR_WEB_TEMPLATE___

const addConsentListener = require('addConsentListener');
const callInWindow = require('callInWindow');
const encodeUriComponent = require('encodeUriComponent');
const injectScript = require('injectScript');
const isConsentGranted = require('isConsentGranted');
const templateStorage = require('templateStorage');

const granted = () => ({
  analytics: isConsentGranted('analytics_storage'),
  ads: isConsentGranted('ad_storage') && isConsentGranted('ad_user_data'),
});

// A visitor who has not decided has refused nothing: when the page begins, only consent is told.
const begin = () => {
  const given = data.consent === 'granted' ? {analytics: true} : granted();
  if (given.analytics || given.ads) {
    callInWindow('cairn.consent', given);
  }
};

const followConsentMode = () => {
  if (templateStorage.getItem('following')) {
    return;
  }
  templateStorage.setItem('following', true);
  const tell = () => {
    callInWindow('cairn.consent', granted());
  };
  addConsentListener('analytics_storage', tell);
  addConsentListener('ad_storage', tell);
  addConsentListener('ad_user_data', tell);
};

const loaded = () => {
  if (data.consent !== 'denied') {
    begin();
  }
  if (data.consent === 'consent_mode') {
    followConsentMode();
  }
};

const report = () => {
  const options = {props: {}};
  (data.props || []).forEach((row) => {
    options.props[row.name] = row.value;
  });
  if (data.amount) {
    options.value = data.currency ? {amount: data.amount, currency: data.currency} : data.amount;
  }
  if (data.orderId) {
    options.orderId = data.orderId;
  }
  callInWindow('cairn', data.eventName, options);
};

// With the token the script is loaded once; later tags are called when it is there.
injectScript(
  data.address + '/cairn.js?site=' + encodeUriComponent(data.site),
  () => {
    if (data.action === 'event') {
      report();
    } else {
      loaded();
    }
    data.gtmOnSuccess();
  },
  data.gtmOnFailure,
  'cairn'
);


___WEB_PERMISSIONS___

[
  {
    "instance": {
      "key": {
        "publicId": "inject_script",
        "versionId": "1"
      },
      "param": [
        {
          "key": "urls",
          "value": {
            "type": 2,
            "listItem": [
              {
                "type": 1,
                "string": "https://stats.shop.example/cairn.js*"
              }
            ]
          }
        }
      ]
    },
    "clientAnnotations": {
      "isEditedByUser": true
    },
    "isRequired": true
  },
  {
    "instance": {
      "key": {
        "publicId": "access_globals",
        "versionId": "1"
      },
      "param": [
        {
          "key": "keys",
          "value": {
            "type": 2,
            "listItem": [
              {
                "type": 3,
                "mapKey": [
                  {
                    "type": 1,
                    "string": "key"
                  },
                  {
                    "type": 1,
                    "string": "read"
                  },
                  {
                    "type": 1,
                    "string": "write"
                  },
                  {
                    "type": 1,
                    "string": "execute"
                  }
                ],
                "mapValue": [
                  {
                    "type": 1,
                    "string": "cairn"
                  },
                  {
                    "type": 8,
                    "boolean": false
                  },
                  {
                    "type": 8,
                    "boolean": false
                  },
                  {
                    "type": 8,
                    "boolean": true
                  }
                ]
              },
              {
                "type": 3,
                "mapKey": [
                  {
                    "type": 1,
                    "string": "key"
                  },
                  {
                    "type": 1,
                    "string": "read"
                  },
                  {
                    "type": 1,
                    "string": "write"
                  },
                  {
                    "type": 1,
                    "string": "execute"
                  }
                ],
                "mapValue": [
                  {
                    "type": 1,
                    "string": "cairn.consent"
                  },
                  {
                    "type": 8,
                    "boolean": false
                  },
                  {
                    "type": 8,
                    "boolean": false
                  },
                  {
                    "type": 8,
                    "boolean": true
                  }
                ]
              }
            ]
          }
        }
      ]
    },
    "clientAnnotations": {
      "isEditedByUser": true
    },
    "isRequired": true
  },
  {
    "instance": {
      "key": {
        "publicId": "access_consent",
        "versionId": "1"
      },
      "param": [
        {
          "key": "consentTypes",
          "value": {
            "type": 2,
            "listItem": [
              {
                "type": 3,
                "mapKey": [
                  {
                    "type": 1,
                    "string": "consentType"
                  },
                  {
                    "type": 1,
                    "string": "read"
                  },
                  {
                    "type": 1,
                    "string": "write"
                  }
                ],
                "mapValue": [
                  {
                    "type": 1,
                    "string": "analytics_storage"
                  },
                  {
                    "type": 8,
                    "boolean": true
                  },
                  {
                    "type": 8,
                    "boolean": false
                  }
                ]
              },
              {
                "type": 3,
                "mapKey": [
                  {
                    "type": 1,
                    "string": "consentType"
                  },
                  {
                    "type": 1,
                    "string": "read"
                  },
                  {
                    "type": 1,
                    "string": "write"
                  }
                ],
                "mapValue": [
                  {
                    "type": 1,
                    "string": "ad_storage"
                  },
                  {
                    "type": 8,
                    "boolean": true
                  },
                  {
                    "type": 8,
                    "boolean": false
                  }
                ]
              },
              {
                "type": 3,
                "mapKey": [
                  {
                    "type": 1,
                    "string": "consentType"
                  },
                  {
                    "type": 1,
                    "string": "read"
                  },
                  {
                    "type": 1,
                    "string": "write"
                  }
                ],
                "mapValue": [
                  {
                    "type": 1,
                    "string": "ad_user_data"
                  },
                  {
                    "type": 8,
                    "boolean": true
                  },
                  {
                    "type": 8,
                    "boolean": false
                  }
                ]
              }
            ]
          }
        }
      ]
    },
    "clientAnnotations": {
      "isEditedByUser": true
    },
    "isRequired": true
  },
  {
    "instance": {
      "key": {
        "publicId": "access_template_storage",
        "versionId": "1"
      },
      "param": []
    },
    "clientAnnotations": {
      "isEditedByUser": true
    },
    "isRequired": true
  }
]


___TESTS___

scenarios: []


___NOTES___

integrations/gtm of the Cairn repository; docs/integrations/gtm.md.
