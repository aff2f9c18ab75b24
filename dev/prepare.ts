// What tests share and must not make at the same time: Kubernetes binaries, the built Worker, a browser.
import { buildWorker } from './build-worker.ts';
import { ensureChromium } from './chromium.ts';
import { ensureKubeBinaries } from './kube/binaries.ts';
import { progressPrinter, runStep } from './progress.ts';

const onProgress = progressPrinter(process.stdout);
try {
  await ensureKubeBinaries({ onProgress });
  await runStep('Worker and web app built', onProgress, async (detail) => detail((await buildWorker()) ? 'sources changed' : 'up to date'));
  await runStep('Chromium', onProgress, async (detail) => detail(ensureChromium(detail)));
} catch (error) {
  console.error(error instanceof Error ? error.message : String(error));
  process.exit(1);
}
