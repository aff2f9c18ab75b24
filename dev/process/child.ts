import { type ChildProcess, spawn } from 'node:child_process';
import { closeSync, mkdirSync, openSync, readFileSync } from 'node:fs';
import { dirname } from 'node:path';
import { guard } from './guard.ts';

export type Child = {
  name: string;
  pid: number;
  logPath: string;
  /** Resolves when the process is gone, with its exit code or signal in words. */
  exited: Promise<string>;
  isAlive: () => boolean;
  /** Asks with the child's own stop signal, kills after `graceMs` (10 s), resolves when it is gone. Idempotent. */
  stop: (graceMs?: number) => Promise<void>;
  /** SIGKILL, resolves when it is gone. */
  kill: () => Promise<void>;
};

export type ChildSpec = {
  name: string;
  command: string;
  args: string[];
  /** Standard output and error are appended here. */
  logPath: string;
  stopSignal?: 'TERM' | 'INT';
  /** Sent by the guard if we die first; the stop signal unless given. */
  orphanSignal?: 'TERM' | 'INT' | 'QUIT';
  env?: NodeJS.ProcessEnv;
  uid?: number;
  gid?: number;
  cwd?: string;
};

/** Starts a long-running program in a process group of its own, so that Ctrl-C in a terminal reaches only us and we stop it in order. */
export function startChild(spec: ChildSpec): Child {
  mkdirSync(dirname(spec.logPath), { recursive: true });
  const log = openSync(spec.logPath, 'a', 0o600);
  const { command, args, env, uid, gid, cwd } = spec;
  const child = spawn(command, args, { stdio: ['ignore', log, log], detached: true, env: env ?? process.env, uid, gid, cwd });
  closeSync(log);
  const signal = spec.stopSignal ?? 'TERM';
  const { pid } = child;
  // No pid means that exec failed; `exited` then says why.
  const watch = pid === undefined ? undefined : guard(pid, spec.orphanSignal ?? signal);
  const exited = exitOf(child).finally(() => watch?.release());
  let gone = false;
  void exited.then(() => {
    gone = true;
  });

  const stop = async (graceMs = 10_000) => {
    if (gone) return;
    child.kill(`SIG${signal}`);
    const timer = setTimeout(() => child.kill('SIGKILL'), graceMs);
    await exited;
    clearTimeout(timer);
  };
  const kill = async () => {
    if (!gone) child.kill('SIGKILL');
    await exited;
  };
  return { name: spec.name, pid: pid ?? -1, logPath: spec.logPath, exited, isAlive: () => !gone, stop, kill };
}

/** The end of a child's log, for error messages. */
export function logTail(child: Child, lines = 12): string {
  return readFileSync(child.logPath, 'utf8').trimEnd().split('\n').slice(-lines).join('\n');
}

function exitOf(child: ChildProcess): Promise<string> {
  return new Promise((resolve) => {
    child.once('error', (error) => resolve(error.message));
    child.once('exit', (code, signal) => resolve(signal ? `signal ${signal}` : `exit code ${code}`));
  });
}
