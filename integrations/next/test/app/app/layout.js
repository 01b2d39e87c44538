import {Cairn} from '@cairn/next';

export default function Layout({children}) {
  return (
    <html lang="en">
      <body>
        {children}
        <Cairn src={process.env.NEXT_PUBLIC_CAIRN + '/cairn.js'} site="next" consent="denied" />
      </body>
    </html>
  );
}
