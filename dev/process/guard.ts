// Children must not outlive us, not even when we are killed. A tiny shell outside our process group holds the other end of a pipe: when this
// process ends in whatever way, the pipe closes, the shell reads end-of-file and stops what is still on its list.
import { spawn } from 'node:child_process';
import type { Writable } from 'node:stream';

const script = `
list=
while read -r op signal pid; do
  if [ "$op" = add ]; then list="$list $signal:$pid"; continue; fi
  kept=
  for entry in $list; do [ "\${entry#*:}" = "$pid" ] || kept="$kept $entry"; done
  list=$kept
done
for entry in $list; do kill -s "\${entry%%:*}" "\${entry#*:}" 2>/dev/null; done
tries=0
while [ $tries -lt 8 ]; do
  alive=
  for entry in $list; do kill -0 "\${entry#*:}" 2>/dev/null && alive=1; done
  [ -z "$alive" ] && exit 0
  sleep 1
  tries=$((tries + 1))
done
for entry in $list; do kill -s KILL "\${entry#*:}" 2>/dev/null; done
`;

let pipe: Writable | undefined;
const guarded = new Set<number>();

/** From now on `pid` gets `signal` (then KILL after 8 s) if this process dies first. Call `release` once it has exited. */
export function guard(pid: number, signal: 'TERM' | 'INT' | 'QUIT'): { release: () => void } {
  pipe ??= startWatcher();
  guarded.add(pid);
  pipe.write(`add ${signal} ${pid}\n`);
  return {
    release: () => {
      if (!guarded.delete(pid)) return;
      pipe?.write(`drop ${signal} ${pid}\n`);
      if (guarded.size > 0) return;
      pipe?.end();
      pipe = undefined;
    },
  };
}

function startWatcher(): Writable {
  const watcher = spawn('/bin/sh', ['-c', script], { stdio: ['pipe', 'ignore', 'ignore'], detached: true, cwd: '/' });
  watcher.unref();
  watcher.on('error', () => undefined);
  watcher.stdin.on('error', () => undefined);
  // An open pipe must not keep an otherwise finished process alive.
  if ('unref' in watcher.stdin && typeof watcher.stdin.unref === 'function') watcher.stdin.unref();
  return watcher.stdin;
}
