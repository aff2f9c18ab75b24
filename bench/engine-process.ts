import { type ChildProcess, fork } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { bundle } from '@home-base/agent/build.ts';
import { node24 } from '@home-base/dev/install.mjs';
import { agentRuntime } from '@home-base/dev/local-agent.ts';
import type { Load } from './shapes.ts';

export type EngineOrder = { do: 'converge'; load: Load; version: number } | { do: 'stop' };
export type EngineAnswer = {
  wallMs: number;
  cpuMs: number;
  requests: number;
  applied: number;
  unchanged: number;
  failed: number;
  rssBytes: number;
  /** Requests that the adaptive limiter allows at once. */
  limit: number;
};

type EngineProcess = {
  converge: (load: Load, version: number) => Promise<EngineAnswer>;
  /** Resident memory now and its highest so far, bytes. */
  memory: () => { rss: number; peak: number };
  stop: () => Promise<void>;
};

/** The engine in a process of its own, bundled as the agent is. */
export const bundleEngine = (outfile: string): Promise<void> => bundle(join(import.meta.dirname, 'agent-process.ts'), outfile);

/** One agent engine with an empty index, as after an installation. `flags` replace the agent's own (profiles). */
export function startEngine(
  bundle: string,
  kubeconfig: string,
  stateNamespace: string,
  flags: string[] = agentRuntime.flags,
): EngineProcess {
  const child: ChildProcess = fork(bundle, [kubeconfig, stateNamespace], {
    execPath: node24(),
    execArgv: flags,
    env: { ...process.env, ...agentRuntime.env },
    stdio: ['ignore', 'inherit', 'inherit', 'ipc'],
  });
  const gone = new Promise<never>((_, reject) => {
    child.once('exit', (code, signal) => reject(new Error(`the agent's engine ended (${signal ?? `exit code ${code}`})`)));
    child.once('error', reject);
  });
  gone.catch(() => undefined);
  const ask = (order: EngineOrder) =>
    Promise.race([
      gone,
      new Promise<EngineAnswer>((resolve) => {
        child.once('message', (answer: EngineAnswer) => resolve(answer));
        child.send(order);
      }),
    ]);
  return {
    converge: (load, version) => ask({ do: 'converge', load, version }),
    memory: () => memoryOf(child.pid ?? 0),
    stop: async () => {
      if (child.exitCode !== null || child.signalCode !== null) return;
      await ask({ do: 'stop' });
      await gone.catch(() => undefined);
    },
  };
}

/** VmRSS and VmHWM of a process, bytes; zeros where there is no /proc. */
export function memoryOf(pid: number): { rss: number; peak: number } {
  try {
    const text = readFileSync(`/proc/${pid}/status`, 'utf8');
    const kib = (name: string) => Number(new RegExp(`${name}:\\s+(\\d+)`).exec(text)?.[1] ?? 0) * 1024;
    return { rss: kib('VmRSS'), peak: kib('VmHWM') };
  } catch {
    return { rss: 0, peak: 0 };
  }
}
