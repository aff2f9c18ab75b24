import { createContext, type ReactNode, useCallback, useContext, useEffect, useRef, useState } from 'react';
import { useNavigation, useRevalidator } from 'react-router';
import { StatusDot } from '../ui/badge.tsx';

type LiveState = 'off' | 'live' | 'polling';
const Live = createContext<LiveState>('off');

const debounceMs = 150;
const pollMs = 10_000;
/** With a socket, too: a nudge may be lost, and the room says nothing while it restarts. */
const everyLivePolls = 3;
const retryMs = { first: 1000, most: 30_000 };

/**
 * Keeps the page true: on each nudge of the installation's room the loaders run again. No data travels on the socket, so a lost message costs
 * seconds, not correctness. While there is no socket the page polls; without JavaScript it is a page like any other.
 */
export function LiveProvider({ installationId, children }: { installationId: string; children: ReactNode }) {
  const [state, setState] = useState<LiveState>('off');
  const refresh = useQuietRefresh();
  useEffect(() => connect(installationId, refresh, setState), [installationId, refresh]);
  return <Live value={state}>{children}</Live>;
}

/**
 * Runs the loaders again, but never into a navigation: that loads fresh data by itself, and restarting it would lose what its first answer carried
 * once (the toast).
 */
function useQuietRefresh(): () => void {
  const { revalidate } = useRevalidator();
  const isBusy = useNavigation().state !== 'idle';
  const now = useRef({ isBusy, isOwed: false });
  useEffect(() => {
    now.current.isBusy = isBusy;
    if (isBusy || !now.current.isOwed) return;
    now.current.isOwed = false;
    void revalidate();
  }, [isBusy, revalidate]);
  return useCallback(() => {
    if (now.current.isBusy) now.current.isOwed = true;
    else void revalidate();
  }, [revalidate]);
}

export function useLive(): LiveState {
  return useContext(Live);
}

/** Says whether the page follows the cluster at once or every few seconds. */
export function LiveState() {
  switch (useLive()) {
    case 'live':
      return <StatusDot tone="good">Live</StatusDot>;
    case 'polling':
      return <StatusDot tone="idle">Every 10 s</StatusDot>;
    case 'off':
      return null;
  }
}

/** Opens the socket and keeps it open until the returned function is called. */
function connect(installationId: string, refresh: () => void, setState: (state: LiveState) => void): () => void {
  let socket: WebSocket | undefined;
  let failures = 0;
  let stopped = false;
  let missed = false;
  let pending: ReturnType<typeof setTimeout> | undefined;
  let retry: ReturnType<typeof setTimeout> | undefined;

  const now = () => {
    pending = undefined;
    if (document.visibilityState === 'hidden') missed = true;
    else refresh();
  };
  const changed = () => {
    pending ??= setTimeout(now, debounceMs);
  };
  const seen = () => {
    if (document.visibilityState === 'visible' && missed) {
      missed = false;
      refresh();
    }
  };
  const open = () => {
    socket = new WebSocket(`${location.protocol === 'https:' ? 'wss' : 'ws'}://${location.host}/v1/installations/${installationId}/live`);
    socket.onopen = () => {
      if (failures > 0) changed();
      failures = 0;
      setState('live');
    };
    socket.onmessage = ({ data }) => data !== 'pong' && changed();
    socket.onclose = () => {
      if (stopped) return;
      setState('polling');
      const wait = Math.min(retryMs.most, retryMs.first * 2 ** failures);
      failures += 1;
      retry = setTimeout(open, wait * (0.5 + Math.random() / 2));
    };
  };
  let polls = 0;
  const poll = setInterval(() => {
    polls += 1;
    if (socket?.readyState !== WebSocket.OPEN) changed();
    else if (polls % everyLivePolls === 0) changed();
    else socket.send('ping');
  }, pollMs);
  document.addEventListener('visibilitychange', seen);
  open();
  return () => {
    stopped = true;
    clearInterval(poll);
    clearTimeout(pending);
    clearTimeout(retry);
    document.removeEventListener('visibilitychange', seen);
    socket?.close();
  };
}
