// `npm run bench`: everything of DESIGN.md section 8 that can be measured on one machine, on one API server, in one run. Prints a table, writes bench/results.json.
import { mkdtempSync, rmSync } from 'node:fs';
import { loadavg, tmpdir } from 'node:os';
import { join } from 'node:path';
import { ensureKubeBinaries } from '@home-base/dev/kube/binaries.ts';
import { type ControlPlane, startControlPlane } from '@home-base/dev/kube/control-plane.ts';
import { progressPrinter, runStep } from '@home-base/dev/progress.ts';
import { findRawWidth, race } from './cold-apply.ts';
import { driftToCorrected } from './drift.ts';
import { editToPatch, editToSnapshot } from './edits.ts';
import { bundleEngine } from './engine-process.ts';
import { ensureGoTools } from './go-tools.ts';
import { growTo, idle } from './growth.ts';
import { otherTools } from './other-tools.ts';
import { consolePages } from './pages.ts';
import { machineFacts, type Row, renderTable, resultsPath, versionFacts, writeResults } from './results.ts';
import * as rowOf from './rows.ts';
import { summarize } from './samples.ts';
import { countResources, startWholeRoad, type WholeRoad } from './whole-road.ts';

const parts = ['engine', 'home-base'];
const only = process.argv.slice(2);
for (const part of only)
  if (!parts.includes(part)) {
    console.error(`There is no part named ${part}: choose from ${parts.join(', ')}, or name none for both.`);
    process.exit(2);
  }
const isChosen = (part: string) => only.length === 0 || only.includes(part);

const startedAt = new Date();
const machine = machineFacts();
const dir = mkdtempSync(join(tmpdir(), 'home-base-bench-'));
const onProgress = progressPrinter(process.stdout);
const rows: Row[] = [];
const missing: string[] = [];
const measurements: Record<string, unknown> = {};
const stops: (() => Promise<void> | void)[] = [() => rmSync(dir, { recursive: true, force: true })];
let stopping: Promise<void> | undefined;

function stopAll(): Promise<void> {
  stopping ??= (async () => {
    for (const stop of stops.reverse()) await stop();
  })();
  return stopping;
}
for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) process.on(signal, () => void stopAll().then(() => process.exit(130)));

/** A section that fails is named with its reason; the others go on. */
async function section(name: string, work: (detail: (text: string) => void) => Promise<void>): Promise<void> {
  if (stopping) return;
  try {
    await runStep(name, onProgress, work);
  } catch (error) {
    missing.push(`${name}: ${error instanceof Error ? error.message : String(error)}`);
  }
}

try {
  if ((loadavg()[0] ?? 0) > machine.cores / 2)
    console.log(
      `  this machine is busy (load ${loadavg()[0]?.toFixed(1)} on ${machine.cores} cores): times will be long; shares of the raw limit still hold roughly`,
    );
  const binaries = await ensureKubeBinaries({ onProgress });
  for (const part of parts) if (!isChosen(part)) missing.push(`rows of ${part}: not asked for`);
  const goTools = isChosen('engine') ? await runStep('helm and Flux’s engine', onProgress, ensureGoTools) : undefined;
  if (goTools?.missing) missing.push(`rows of helm and Flux: ${goTools.missing}`);
  const plane = await runStep('Kubernetes', onProgress, () =>
    startControlPlane({ dir: join(dir, 'kubernetes'), binaries, auditLog: true, log: (line) => console.error(line) }),
  );
  stops.push(plane.stop);
  if (goTools) await measureEngine(plane, goTools);
  if (isChosen('home-base')) await measureWholeRoad(plane);
  if (!stopping) report(goTools?.versions ?? {});
} catch (error) {
  if (!stopping) {
    console.error(`\n${error instanceof Error ? error.message : String(error)}`);
    process.exitCode = 1;
  }
} finally {
  await stopAll();
}
process.exit();

/** Side by side on the same API server: what any client could reach, the other tools, and our engine in a process of its own. */
async function measureEngine(plane: ControlPlane, goTools: Awaited<ReturnType<typeof ensureGoTools>>): Promise<void> {
  const bundle = join(dir, 'engine.cjs');
  await bundleEngine(bundle);
  const others = otherTools({ kubectl: plane.binaries.kubectl, kubeconfig: plane.kubeconfigPath, goTools, workDir: dir });
  const all = { plane, bundle, others, otherRounds: 3, othersAgain: true };
  let mixedWidth = 32;
  let mapsWidth = 32;
  await section('raw limit: best concurrency', async (detail) => {
    const mixed = await findRawWidth(plane, 'mixed', 600, detail);
    const maps = await findRawWidth(plane, 'maps', 1500, detail);
    mixedWidth = mixed.width;
    mapsWidth = maps.width;
    measurements.rawConcurrency = { mixed, maps };
  });
  await section('cold apply of 1,000 mixed objects', async (detail) => {
    const result = await race({ ...all, shape: 'mixed', count: 1000, rounds: 3, rawWidth: mixedWidth, detail });
    measurements.mixed1000 = result;
    rows.push(rowOf.coldApplyRow(result, { limitShare: 0.85, kubectl: 1.7, flux: 2, helm: 2 }), rowOf.unchangedRow(result));
  });
  await section('2,000 mixed objects, our engine', async (detail) => {
    const result = await race({ ...all, others: [], shape: 'mixed', count: 2000, rounds: 1, rawWidth: mixedWidth, detail });
    measurements.mixed2000 = result;
    rows.push(rowOf.engineMemoryRow(result));
  });
  await section('cold apply of 10,000 ConfigMaps', async (detail) => {
    // helm keeps all of a release in one Secret, which 10,000 objects would fill; its row is that of the mixed objects.
    const withoutHelm = others.filter((tool) => tool.name !== 'helm install');
    const result = await race({
      ...all,
      others: withoutHelm,
      otherRounds: 1,
      othersAgain: false,
      shape: 'maps',
      count: 10_000,
      rounds: 2,
      rawWidth: mapsWidth,
      detail,
    });
    measurements.maps10000 = result;
    rows.push(
      rowOf.coldApplyRow(result, { limitShare: 0.8, kubectl: 3, flux: 5 }),
      rowOf.unchangedRow(result),
      rowOf.engineMemoryRow(result),
    );
  });
}

/** Home Base, its database and the whole agent on the same API server. */
async function measureWholeRoad(plane: ControlPlane): Promise<void> {
  if (stopping) return;
  let started: WholeRoad | undefined;
  let small = 0;
  try {
    started = await startWholeRoad(plane, join(dir, 'home-base'), onProgress);
    stops.push(started.stop);
    small = await countResources(started);
  } catch (error) {
    missing.push(`everything with Home Base in it: ${error instanceof Error ? error.message : String(error)}`);
    return;
  }
  const road = started;
  rows.push(rowOf.enrolRow(road.enrolMs));
  measurements.enrolMs = road.enrolMs;
  await section('edit → first PATCH', async () => {
    const edits = await editToPatch(road, 30);
    measurements.edits = edits;
    rows.push(rowOf.editRow(edits, small));
  });
  await section('drift → corrected', async () => {
    const times = await driftToCorrected(road, 30);
    measurements.drift = summarize(times);
    rows.push(rowOf.driftRow(times));
  });
  await section('publish', async () => {
    const times = await editToSnapshot(road, 20);
    measurements.publish = summarize(times);
    rows.push(rowOf.publishRow(times, small, 300));
  });
  await section('console over 50,000 resources', async () => {
    const pages = await consolePages(road);
    measurements.pages = pages;
    rows.push(...rowOf.pageRows(pages));
  });
  await section('2,000 objects through Home Base', async () => {
    const grown = await growTo(road, 2_000);
    measurements.grown2000 = grown;
    rows.push(rowOf.agentMemoryRow(grown, 80));
  });
  await section('10,000 objects through Home Base', async () => {
    const grown = await growTo(road, 10_000);
    measurements.grown10000 = grown;
    rows.push(rowOf.agentMemoryRow(grown, 110));
    const quiet = await idle(road, 130);
    measurements.idle10000 = quiet;
    rows.push(rowOf.idleRow(grown.objects, quiet));
    const edits = await editToPatch(road, 10);
    measurements.edits10000 = edits;
    rows.push(rowOf.editRow(edits, grown.objects), rowOf.fetchedRow(edits, grown.objects));
    const publishes = await editToSnapshot(road, 5);
    measurements.publish10000 = summarize(publishes);
    rows.push(rowOf.publishRow(publishes, grown.objects, undefined));
  });
}

function report(toolVersions: Record<string, string | undefined>): void {
  const seconds = Math.round((Date.now() - startedAt.getTime()) / 1000);
  writeResults({ startedAt: startedAt.toISOString(), seconds, machine, versions: versionFacts(toolVersions), rows, missing, measurements });
  console.log(`\n${renderTable(rows)}\n`);
  for (const line of missing) console.log(`did not run: ${line}`);
  console.log('did not run: plan of 500 changed objects (plans come with a later issue)');
  const judged = rows.filter((row) => row.reached !== undefined);
  console.log(
    `${judged.filter((row) => row.reached).length} of ${judged.length} goals reached in ${seconds} s; every sample is in ${resultsPath}`,
  );
}
