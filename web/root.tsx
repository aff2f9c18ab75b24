import interFont from '@fontsource-variable/inter/files/inter-latin-wght-normal.woff2?url';
import './app.css';
import type { ReactNode } from 'react';
import { Links, Meta, Outlet, Scripts, ScrollRestoration, useRouteLoaderData } from 'react-router';
import type { Route } from './+types/root';
import { useNonce } from './parts/nonce.ts';
import { PageError } from './parts/page-error.tsx';
import { Toast } from './parts/toast.tsx';
import { Wordmark } from './parts/wordmark.tsx';
import type { loader as load } from './root.server.ts';

export { loader } from './root.server.ts';

export const meta: Route.MetaFunction = () => [{ title: 'Home Base' }];
export const links: Route.LinksFunction = () => [
  { rel: 'icon', href: '/favicon.svg', type: 'image/svg+xml' },
  // Asked for before the style sheet names it: text that changes its font moves what is around it.
  { rel: 'preload', href: interFont, as: 'font', type: 'font/woff2', crossOrigin: 'anonymous' },
];

export function Layout({ children }: { children: ReactNode }) {
  const nonce = useNonce();
  const loaded = useRouteLoaderData<typeof load>('root');
  const theme = loaded?.theme ?? 'system';
  return (
    <html lang="en" data-theme={theme === 'system' ? undefined : theme}>
      <head>
        <meta charSet="utf-8" />
        <meta name="viewport" content="width=device-width, initial-scale=1" />
        <meta name="color-scheme" content="light dark" />
        <Meta />
        <Links nonce={nonce} />
      </head>
      <body>
        {children}
        <Toast toast={loaded?.toast} />
        <ScrollRestoration nonce={nonce} />
        <Scripts nonce={nonce} />
      </body>
    </html>
  );
}

export default function Root() {
  return <Outlet />;
}

export function ErrorBoundary({ error }: Route.ErrorBoundaryProps) {
  return (
    <main>
      <header className="border-b bg-sunken px-6 py-3">
        <a href="/">
          <Wordmark />
        </a>
      </header>
      <PageError error={error} />
    </main>
  );
}
