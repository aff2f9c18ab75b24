// The agent's engine in a process of its own, driven over IPC, so that memory and CPU are its own. Bundled as the agent is, run with the agent's flags.
import type { DesiredState } from '@home-base/agent/contract.ts';
import { createEngine } from '@home-base/agent/engine/engine.ts';
import { createKube } from '@home-base/agent/kube/kube.ts';
import { readKubeconfig } from '@home-base/agent/kube/kubeconfig.ts';
import type { EngineAnswer, EngineOrder } from './engine-process.ts';
import { desiredOf, nextVersion } from './shapes.ts';

const [kubeconfig, stateNamespace] = process.argv.slice(2);
if (!kubeconfig || !stateNamespace) throw new Error('usage: agent-process KUBECONFIG STATE-NAMESPACE');
const kube = createKube(readKubeconfig(kubeconfig));
const engine = createEngine({
  kube,
  namespace: stateNamespace,
  adoptStrays: false,
  log: (level, message) => level === 'error' && console.error(message),
});

/** One process gets one load, again and again. */
let last: DesiredState | undefined;

async function obey(order: EngineOrder): Promise<EngineAnswer> {
  if (order.do === 'converge') {
    const desired = last ? nextVersion(last, order.version) : desiredOf(order.load, order.version);
    last = desired;
    const cpu = process.cpuUsage();
    const began = performance.now();
    const { requests, applied, unchanged, failed, waiting } = await engine.converge(desired);
    const wallMs = performance.now() - began;
    const used = process.cpuUsage(cpu);
    engine.takeChanges(); // as the reporter would; what was reported is not kept
    return {
      wallMs,
      cpuMs: (used.user + used.system) / 1000,
      requests,
      applied,
      unchanged,
      failed: failed + waiting,
      rssBytes: process.memoryUsage.rss(),
      limit: kube.stats().limit,
    };
  }
  await engine.stop();
  kube.close();
  return { wallMs: 0, cpuMs: 0, requests: 0, applied: 0, unchanged: 0, failed: 0, rssBytes: process.memoryUsage.rss(), limit: 0 };
}

process.on('message', (order: EngineOrder) => {
  obey(order).then(
    (answer) => {
      process.send?.(answer);
      // Its last word is on the way before the channel closes.
      if (order.do === 'stop') process.disconnect();
    },
    (error: unknown) => {
      console.error(error);
      process.exit(1);
    },
  );
});
process.on('disconnect', () => process.exit(0));
