import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { startControlPlane } from '@home-base/dev/kube/control-plane.ts';
import type { TestProject } from 'vitest/node';

declare module 'vitest' {
  export interface ProvidedContext {
    kubeconfigPath: string;
  }
}

/** One real control plane (with simulated nodes and pods) for all end-to-end tests of the agent; each test works in namespaces of its own. */
export default async function setup(project: TestProject): Promise<() => Promise<void>> {
  const dir = mkdtempSync(join(tmpdir(), 'home-base-agent-e2e-'));
  const plane = await startControlPlane({ dir, kwok: true, nodes: 1 });
  project.provide('kubeconfigPath', plane.kubeconfigPath);
  return async () => {
    await plane.stop();
    rmSync(dir, { recursive: true, force: true });
  };
}
