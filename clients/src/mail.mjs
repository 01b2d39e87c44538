import {until} from './until.mjs';

/** A mail opened in a reader that loads images: two opens of one copy, one of another, and a pixel that oversteps. */
export async function mail({context, cairn}) {
  const pixel = parameters => `${cairn.base}/cairn.gif?site=mail&${parameters}`;
  const images = [];
  for (const parameters of [
    'event=email_opened&id=november-1&campaign=november',
    'event=email_opened&id=november-1&campaign=november',
    'event=email_opened&id=november-2&campaign=november',
    'event=email_opened&campaign=no-id',
    'event=purchase&order_id=m-1',
  ]) {
    const reader = await context.newPage();
    await reader.setContent(
      `<table><tr><td>Dear reader<img src="${pixel(parameters).replaceAll('&', '&amp;')}" width="1" height="1" alt=""></td></tr></table>`,
    );
    await until('the image is loaded', () => reader.evaluate(() => document.images[0].complete));
    images.push(await reader.evaluate(() => document.images[0].naturalWidth));
    await reader.close();
  }
  const proxy = await fetch(pixel('event=email_opened&id=november-3'), {
    headers: {
      'user-agent': 'Mozilla/5.0 (Windows NT 5.1; rv:11.0) Gecko Firefox/11.0 (via ggpht.com GoogleImageProxy)',
    },
  });
  const gif = await proxy.arrayBuffer();
  return {
    images,
    bytes: gif.byteLength,
    type: proxy.headers.get('content-type'),
    cached: proxy.headers.get('cache-control'),
  };
}
