import { startAgent } from './agent.ts';
import { ConfigError, readConfig } from './config.ts';
import { EnrolmentRefused } from './edge/enrol.ts';
import { createLog, messageOf } from './log.ts';

/** The process: config from the environment, one agent, an end at SIGTERM. Exits 1 with one sentence when only a person can help. */
async function main(): Promise<void> {
  const agent = await startAgent(readConfig(process.env));
  let isStopping = false;
  const stop = () => {
    if (isStopping) return;
    isStopping = true;
    // Kubernetes waits 30 s before it kills; the loops end sooner, or are ended.
    setTimeout(() => process.exit(0), 10_000).unref();
    void agent.stop().finally(() => process.exit(0));
  };
  process.once('SIGTERM', stop);
  process.once('SIGINT', stop);
  await agent.ready.catch((error: unknown) => {
    if (!isStopping) fail(error);
  });
}

function fail(error: unknown): never {
  const isForPeople = error instanceof ConfigError || error instanceof EnrolmentRefused;
  createLog()('error', isForPeople ? messageOf(error) : `The agent cannot start: ${messageOf(error)}`);
  process.exit(1);
}

main().catch(fail);
