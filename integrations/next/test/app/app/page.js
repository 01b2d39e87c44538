'use client';

import {cairn} from '@cairn/next';
import Link from 'next/link';

export default function Home() {
  return (
    <>
      <Link href="/second">Second page</Link>
      <button onClick={() => cairn('add_to_cart', {props: {sku: '42'}, value: 19.5})}>Add</button>
    </>
  );
}
