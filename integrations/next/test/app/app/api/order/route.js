import {reporter} from '@cairn/next/server';
import {cookies} from 'next/headers';

const report = reporter({
  address: process.env.NEXT_PUBLIC_CAIRN,
  site: 'next',
  key: process.env.CAIRN_SERVER_KEY,
});

export async function POST() {
  const visitor = (await cookies()).get('cairn')?.value;
  const value = {amount: '59.90', currency: 'EUR'};
  await report({id: 'order-1001', name: 'purchase', order_id: '1001', value, visitor});
  return Response.json({ordered: true});
}
