import type { ControlPlane } from '@home-base/dev/kube/control-plane.ts';
import { followAudit } from './audit.ts';
import { clear, makeNamespace } from './cluster.ts';
import { type EngineAnswer, startEngine } from './engine-process.ts';
import type { OtherTool } from './other-tools.ts';
import { rawApply } from './raw-apply.ts';
import type { Load, Shape } from './shapes.ts';

const widths = [8, 16, 32, 64];

export type Race = {
  shape: Shape;
  count: number;
  /** Seconds of each round, by who ran it: `raw`, `ours`, and the other tools by name. */
  seconds: Record<string, number[]>;
  /** Seconds of a second, unchanged run. */
  again: Record<string, number[]>;
  rawWidth: number;
  ours: EngineAnswer[];
  /** Our second, unchanged rounds: what the API server counted, and the engine's CPU. */
  unchanged: { apiRequests: number; cpuMs: number; wallMs: number }[];
  rss: { afterApply: number; settled: number; peak: number }[];
};

type RaceOptions = {
  plane: ControlPlane;
  bundle: string;
  shape: Shape;
  count: number;
  rounds: number;
  others: OtherTool[];
  /** In how many of the rounds the other tools run; 1 where that takes a minute each. */
  otherRounds: number;
  /** Whether the other tools run a second time on the same objects. */
  othersAgain: boolean;
  rawWidth: number;
  detail: (text: string) => void;
};

/** The width at which raw concurrent apply is fastest here, found on a shorter load. */
export async function findRawWidth(
  plane: ControlPlane,
  shape: Shape,
  count: number,
  detail: (text: string) => void,
): Promise<{ width: number; perSecond: Record<string, number> }> {
  const perSecond: Record<string, number> = {};
  for (const width of widths) {
    const load: Load = { shape, namespace: `width-${shape}-${width}`, count, label: 'bench-raw' };
    await makeNamespace(plane, load.namespace);
    perSecond[width] = Math.round(count / (await rawApply(plane, load, width)));
    detail(`raw ${shape}, ${width} at once: ${perSecond[width]}/s`);
    await clear(plane, load.namespace, shape);
  }
  const width = widths.reduce((best, each) => ((perSecond[each] ?? 0) > (perSecond[best] ?? 0) ? each : best), widths[0] ?? 8);
  return { width, perSecond };
}

/**
 * Everyone applies the same objects, each into a fresh namespace that is cleared afterwards. Who begins changes with every round, and raw and ours stay
 * neighbours, so that the share of one in the other holds although the machine is busier in one minute than in the next.
 */
export async function race({
  plane,
  bundle,
  shape,
  count,
  rounds,
  others,
  otherRounds,
  othersAgain,
  rawWidth,
  detail,
}: RaceOptions): Promise<Race> {
  const result: Race = { shape, count, seconds: {}, again: {}, rawWidth, ours: [], unchanged: [], rss: [] };
  const note = (who: string, seconds: number, into = result.seconds) => {
    into[who] = [...(into[who] ?? []), seconds];
    detail(`${count} ${shape}, ${who}: ${Math.round(count / seconds)}/s`);
  };
  const inFreshNamespace = async (name: string, label: string | undefined, work: (load: Load) => Promise<void>) => {
    const load: Load = { shape, namespace: `${shape}-${count}-${name}`, count, ...(label && { label }) };
    await makeNamespace(plane, load.namespace);
    try {
      await work(load);
    } finally {
      await clear(plane, load.namespace, shape);
    }
  };
  for (let round = 0; round < rounds; round += 1) {
    const pair = [
      () => inFreshNamespace(`raw-${round}`, 'bench-raw', async (load) => note('raw', await rawApply(plane, load, rawWidth))),
      () => inFreshNamespace(`ours-${round}`, undefined, async (load) => note('ours', await ourRun(plane, bundle, load, result))),
    ];
    const rest = (round < otherRounds ? others : []).map(
      (tool) => () =>
        inFreshNamespace(`${tool.label}-${round}`, tool.label, async (load) => {
          note(tool.name, await tool.apply(load));
          if (othersAgain) note(tool.name, await tool.apply(load), result.again);
        }),
    );
    const order = round % 2 === 0 ? [...pair, ...rest] : [...rest.reverse(), ...pair.reverse()];
    for (const run of order) await run();
  }
  return result;
}

/** A cold apply, then the same desired state as a newer version: the second must not reach the API server. Returns the seconds of the first. */
async function ourRun(plane: ControlPlane, bundle: string, load: Load, result: Race): Promise<number> {
  const stateNamespace = `${load.namespace}-agent`;
  await makeNamespace(plane, stateNamespace);
  const engine = startEngine(bundle, plane.kubeconfigPath, stateNamespace);
  const audit = followAudit(plane.auditLogPath);
  try {
    const cold = await engine.converge(load, 1);
    if (cold.failed > 0 || cold.applied !== load.count)
      throw new Error(`our engine applied ${cold.applied} of ${load.count}, ${cold.failed} failed`);
    result.ours.push(cold);
    await settle(audit.take);
    for (let version = 2; version < 5; version += 1) {
      const { cpuMs, wallMs } = await engine.converge(load, version);
      await new Promise((resolve) => setTimeout(resolve, 500));
      const apiRequests = audit.take().filter((event) => event.userAgent === 'home-base-agent').length;
      result.unchanged.push({ apiRequests, cpuMs, wallMs });
    }
    const { rss, peak } = engine.memory();
    result.rss.push({ afterApply: cold.rssBytes, settled: rss, peak });
  } finally {
    audit.close();
    await engine.stop();
  }
  return (result.ours.at(-1)?.wallMs ?? 0) / 1000;
}

/** Waits until the agent has been quiet for two seconds: its watches stand and its state is saved. At most 30 s. */
async function settle(take: () => { userAgent?: string | undefined }[]): Promise<void> {
  let quiet = 0;
  for (let tries = 0; quiet < 4 && tries < 60; tries += 1) {
    await new Promise((resolve) => setTimeout(resolve, 500));
    quiet = take().some((event) => event.userAgent === 'home-base-agent') ? 0 : quiet + 1;
  }
}
