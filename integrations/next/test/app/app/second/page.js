'use client';

import {cairn} from '@cairn/next';

export default function Second() {
  return (
    <>
      <button id="consent" onClick={() => cairn.consent({analytics: true})}>
        Agree
      </button>
      <button id="order" onClick={() => fetch('/api/order', {method: 'POST'})}>
        Order
      </button>
    </>
  );
}
