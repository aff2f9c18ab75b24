import { X } from 'lucide-react';
import { useEffect, useState } from 'react';
import { StatusDot } from '../ui/badge.tsx';
import { IconButton } from '../ui/button.tsx';
import type { Toast as ToastValue } from './toast.server.ts';

const shownMs = 6000;

/** What the last action did, in a corner. It stays while the pointer or focus is on it; a failure stays until it is closed. */
export function Toast({ toast }: { toast: ToastValue | undefined }) {
  const [shown, setShown] = useState(toast);
  const [held, setHeld] = useState(false);
  useEffect(() => {
    if (toast) setShown(toast);
  }, [toast]);
  useEffect(() => {
    if (!shown || held || shown.tone === 'bad') return;
    const timer = setTimeout(() => setShown(undefined), shownMs);
    return () => clearTimeout(timer);
  }, [shown, held]);
  return (
    <div role="status" className="pointer-events-none fixed inset-x-0 bottom-4 z-50 grid justify-items-center px-4">
      {shown && (
        // biome-ignore lint/a11y/noStaticElementInteractions: hovering only keeps it from going away
        <div
          onMouseEnter={() => setHeld(true)}
          onMouseLeave={() => setHeld(false)}
          className="pointer-events-auto flex max-w-lg animate-in items-center gap-3 rounded-lg border bg-raised py-1.5 pr-1.5 pl-3.5 shadow-pop"
        >
          <StatusDot tone={shown.tone}>{shown.text}</StatusDot>
          <IconButton icon={X} label="Close message" onClick={() => setShown(undefined)} />
        </div>
      )}
    </div>
  );
}
