import { mkdirSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { root, toolEnv } from './install.mjs';
import { type Child, logTail, startChild } from './process/child.ts';
import { pollUntil } from './process/poll.ts';

export type WorkerProcess = { url: string; port: number; child: () => Child; restart: () => Promise<void>; stop: () => Promise<void> };

// No look-ups, no banners, no questions: wrangler then connects to nothing but loopback.
const quiet = {
  CI: '1',
  WRANGLER_SEND_METRICS: 'false',
  WRANGLER_SEND_ERROR_REPORTS: 'false',
  WRANGLER_HIDE_BANNER: 'true',
  WRANGLER_WRITE_LOGS: 'false',
  WRANGLER_NO_SKILLS_UPDATE_PROMPTS: 'true',
  CLOUDFLARE_CF_FETCH_ENABLED: 'false',
};

/**
 * The production build in workerd, by `wrangler dev`. `variables` become the Worker's settings through a file of mode 0600.
 * Stopped with SIGTERM only: a killed wrangler leaves workerd behind. Cron does not fire by itself here, so `fireCron` does it each minute.
 */
export async function startWorker({
  dataDir,
  port,
  variables,
}: {
  dataDir: string;
  port: number;
  variables: Record<string, string>;
}): Promise<WorkerProcess> {
  const url = `http://127.0.0.1:${port}`;
  const envFile = join(dataDir, 'worker.env');
  mkdirSync(dirname(envFile), { recursive: true });
  writeFileSync(
    envFile,
    Object.entries(variables)
      .map(([name, value]) => `${name}='${value}'\n`)
      .join(''),
    { mode: 0o600 },
  );
  const args = [
    'dev',
    '--config',
    'build/server/wrangler.json',
    '--ip',
    '127.0.0.1',
    '--port',
    String(port),
    '--inspector-port',
    '0',
    '--env-file',
    envFile,
    '--persist-to',
    join(dataDir, 'worker'),
  ];

  const launch = async () => {
    const child = startChild({
      name: 'worker',
      command: join(root, 'node_modules', '.bin', 'wrangler'),
      args,
      cwd: root,
      logPath: join(dataDir, 'logs', 'worker.log'),
      env: { ...toolEnv(), ...quiet },
    });
    await pollUntil('the Worker answering', async () => ((await fetch(`${url}/v1/healthz`)).ok ? true : undefined), {
      timeoutMs: 60_000,
      everyMs: 100,
      give: () => {
        if (!child.isAlive()) throw new Error(`the Worker ended while starting; the end of ${child.logPath}:\n${logTail(child, 30)}`);
      },
    });
    return child;
  };
  let child = await launch();
  const cron = setInterval(() => void fetch(`${url}/cdn-cgi/local/scheduled?cron=*+*+*+*+*`).catch(() => undefined), 60_000);
  return {
    url,
    port,
    child: () => child,
    restart: async () => {
      await child.stop();
      child = await launch();
    },
    stop: async () => {
      clearInterval(cron);
      await child.stop();
    },
  };
}
