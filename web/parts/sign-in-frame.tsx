import type { ReactNode } from 'react';
import { Wordmark } from './wordmark.tsx';

/** The frame of sign-in and sign-up. */
export function SignInFrame({ title, children, foot }: { title: string; children: ReactNode; foot: ReactNode }) {
  return (
    <main className="grid min-h-dvh content-center justify-items-center gap-6 px-4 py-10">
      <Wordmark />
      <section className="w-full max-w-sm rounded-lg border bg-surface p-6">
        <h1 className="mb-4 text-lg font-semibold tracking-tight">{title}</h1>
        {children}
      </section>
      <p className="text-muted">{foot}</p>
    </main>
  );
}
