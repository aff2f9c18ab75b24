import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { z } from 'zod';
import type { GoTools } from './go-tools.ts';
import { runCommand } from './run-command.ts';
import { type Load, resourcesOf } from './shapes.ts';

/** A tool that we are compared with. The same call again is its unchanged second run. */
export type OtherTool = { name: string; label: string /** Seconds. */; apply: (load: Load) => Promise<number> };

const FluxAnswer = z.object({ seconds: z.number(), created: z.number().optional(), unchanged: z.number().optional() });

/** kubectl always; Flux's engine and helm where they could be built. kubectl and helm are timed as a user sees them, start included (0.1 s). */
export function otherTools({
  kubectl,
  kubeconfig,
  goTools,
  workDir,
}: {
  kubectl: string;
  kubeconfig: string;
  goTools: GoTools;
  workDir: string;
}): OtherTool[] {
  // One JSON document a line pair: YAML's own subset, read by all of them.
  const documents = (load: Load) => [...resourcesOf(load)].map((resource) => `---\n${JSON.stringify(resource)}\n`).join('');
  const file = (load: Load) => {
    const path = join(workDir, `${load.namespace}.yaml`);
    writeFileSync(path, documents(load));
    return path;
  };
  const tools: OtherTool[] = [
    {
      name: 'kubectl apply --server-side',
      label: 'bench-kubectl',
      apply: async (load) =>
        (
          await runCommand(kubectl, ['apply', '--server-side', '--field-manager=kubectl-bench', '-f', file(load)], {
            env: { KUBECONFIG: kubeconfig },
          })
        ).seconds,
    },
  ];
  const { 'flux-apply': flux, helm } = goTools.paths;
  if (flux)
    tools.push({
      name: 'Flux apply engine',
      label: 'bench-flux',
      apply: async (load) =>
        FluxAnswer.parse(JSON.parse((await runCommand(flux, ['-kubeconfig', kubeconfig, '-f', file(load)])).output)).seconds,
    });
  if (helm)
    tools.push({
      name: 'helm install',
      label: 'bench-helm',
      apply: async (load) => {
        const chart = join(workDir, `chart-${load.namespace}`);
        mkdirSync(join(chart, 'templates'), { recursive: true });
        writeFileSync(join(chart, 'Chart.yaml'), 'apiVersion: v2\nname: bench\nversion: 1.0.0\n');
        writeFileSync(join(chart, 'templates', 'all.yaml'), documents(load));
        const env = { KUBECONFIG: kubeconfig, HELM_DATA_HOME: workDir, HELM_CACHE_HOME: workDir, HELM_CONFIG_HOME: workDir };
        return (await runCommand(helm, ['upgrade', '--install', 'bench', chart, '--namespace', load.namespace], { env })).seconds;
      },
    });
  return tools;
}
