import { execFileSync, spawnSync } from 'node:child_process';
import { chmodSync, existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, expect, it, test } from 'vitest';
import { z } from 'zod';
import type { Provider } from '../../define.ts';
import { render } from '../../materialize.ts';
import { Model, modelPresets, type OllamaModel, ollamaModels } from '../../objects/model.ts';
import type { BatteryType } from '../../registry.ts';
import { sampleSummary } from '../../sample-summary.ts';
import { weightsKey } from './model.ts';

const made = (
  model: Record<string, unknown>,
  { provider = 'provided', batteries = [] }: { provider?: Provider; batteries?: BatteryType[] } = {},
) =>
  render({
    summary: {
      ...sampleSummary({ usage: 'development', provider, size: 'small', batteries: ['ollama', ...batteries] }),
      models: [{ id: 'model_x', ...Model.parse({ name: 'chat', ...modelPresets.huge, ...model }) }],
    },
  }).resources.filter(({ metadata }) => metadata.labels?.['battery/owner'] === 'model_x');
const Server = z.object({
  replicas: z.number(),
  template: z.object({
    spec: z.looseObject({
      initContainers: z.array(z.object({ command: z.array(z.string()) })),
      containers: z.array(z.looseObject({ env: z.array(z.object({ name: z.string(), value: z.string() })), resources: z.unknown() })),
    }),
  }),
  volumeClaimTemplates: z.array(z.object({ spec: z.object({ resources: z.object({ requests: z.object({ storage: z.string() }) }) }) })),
});
const server = (...args: Parameters<typeof made>) => Server.parse(made(...args).find(({ kind }) => kind === 'StatefulSet')?.spec);

test('defect D10: weights lie on a volume of each instance that holds them, and a pod is ready only when it has the model', () => {
  for (const model of Object.keys(ollamaModels) as OllamaModel[]) {
    const { volumeClaimTemplates } = server({ model });
    const gibs = Number.parseInt(volumeClaimTemplates[0]!.spec.resources.requests.storage, 10);
    expect(gibs * 1024 ** 3, model).toBeGreaterThan(ollamaModels[model].bytes * 1.2);
  }
  const [container] = server({ model: 'phi4' }).template.spec.containers;
  expect(container).toMatchObject({
    readinessProbe: { exec: { command: ['ollama', 'show', 'phi4'] } },
    volumeMounts: expect.arrayContaining([{ name: 'weights', mountPath: '/weights' }]),
  });
  expect(JSON.stringify(container)).not.toContain('postStart');
});

test('another model is served by other instances under the same Service, so that no volume has to change its size', () => {
  const names = (model: OllamaModel) => made({ model }).map(({ kind, metadata }) => `${kind} ${metadata.name}`);
  const [before, after] = [names('llama3.2:1b'), names('llama3.1:8b')];
  expect(before.filter((name) => after.includes(name)).sort()).toEqual(['NetworkPolicy ollama-chat', 'Service ollama-chat']);
  const keys = (Object.keys(ollamaModels) as OllamaModel[]).map(weightsKey);
  expect(new Set(keys).size).toBe(keys.length);
  // The controller's labels take a name of at most 52 characters.
  expect(`ollama-${'x'.repeat(40)}-${keys[0]}`.length).toBeLessThanOrEqual(52);
});

test('GPUs: as many as asked, on nodes of the type; none is lent to a model that asks for none', () => {
  const gpu = server({ nodeType: 'nvidia_a10', gpuCount: 2 }, { batteries: ['nvidia_device_plugin'] }).template.spec;
  expect(gpu.containers[0]!.resources).toMatchObject({ limits: { 'nvidia.com/gpu': '2' } });
  expect(gpu).toMatchObject({ tolerations: [{ key: 'nvidia.com/gpu', operator: 'Exists', effect: 'NoSchedule' }] });
  expect(JSON.stringify(gpu.affinity)).toContain('"nvidia.com/gpu.product"');
  expect(gpu.containers[0]!.env.map(({ name }) => name)).not.toContain('NVIDIA_VISIBLE_DEVICES');
  const cpu = server({}).template.spec;
  expect(JSON.stringify(cpu)).not.toContain('nvidia.com/gpu');
  expect(cpu.containers[0]!.env).toContainEqual({ name: 'NVIDIA_VISIBLE_DEVICES', value: 'void' });
});

it.each([
  ['kind', true, { runtimeClassName: 'nvidia' }],
  ['kind', false, {}],
  ['provided', true, {}],
] as const)('on %s with the device plugin %s a GPU model’s runtime class is %j', (provider, hasPlugin, expected) => {
  const { runtimeClassName } = server(
    { nodeType: 'any_nvidia', gpuCount: 1 },
    { provider, batteries: hasPlugin ? ['nvidia_device_plugin'] : [] },
  ).template.spec;
  expect({ ...(runtimeClassName !== undefined && { runtimeClassName }) }).toEqual(expected);
});

test('karpenter: nodes are those of its pool; without it those that discovery labelled, and any GPU node for any GPU', () => {
  const place = (nodeType: string, batteries: BatteryType[]) => {
    const { nodeSelector, affinity } = server({ nodeType, gpuCount: 1 }, { provider: 'aws', batteries }).template.spec;
    return { nodeSelector, affinity };
  };
  expect(place('nvidia_h100', ['karpenter'])).toEqual({
    nodeSelector: { 'karpenter.sh/nodepool': 'nvidia-h100-gpu' },
    affinity: undefined,
  });
  expect(JSON.stringify(place('nvidia_h100', []).affinity)).toContain('NVIDIA-H100-80GB-HBM3');
  expect(place('any_nvidia', [])).toEqual({ nodeSelector: undefined, affinity: undefined });
});

test('instances share a Service and a disruption budget, and only managed namespaces may ask', () => {
  expect(server({ instances: 3 }).replicas).toBe(3);
  expect(made({ instances: 3 }).some(({ kind }) => kind === 'PodDisruptionBudget')).toBe(true);
  expect(made({ instances: 1 }).some(({ kind }) => kind === 'PodDisruptionBudget')).toBe(false);
  expect(made({}).find(({ kind }) => kind === 'NetworkPolicy')?.spec).toMatchObject({
    ingress: [
      { from: [{ namespaceSelector: { matchLabels: { 'battery/managed': 'true' } } }], ports: [{ port: 11_434, protocol: 'TCP' }] },
    ],
  });
});

/** Runs the script with an Ollama that pulls what it has not got, or whose server ends at once. */
function pull(ollama: { hasModel: boolean; serves?: boolean }) {
  const dir = mkdtempSync(join(tmpdir(), 'ollama-pull-'));
  folders.push(dir);
  const at = (name: string) => join(dir, name);
  if (ollama.hasModel) writeFileSync(at('model'), '');
  writeFileSync(
    at('ollama'),
    `#!/bin/sh
case "$1" in
  serve) ${ollama.serves === false ? 'exit 1' : `touch ${at('up')}; trap 'touch ${at('ended')}; exit 0' TERM; while :; do sleep 0.05; done`} ;;
  list) test -f ${at('up')} ;;
  show) test -f ${at('model')} ;;
  pull) echo "$2" > ${at('pulled')} ;;
esac
`,
  );
  chmodSync(at('ollama'), 0o755);
  const script = server({}).template.spec.initContainers[0]!.command[2]!;
  const { status } = spawnSync('/bin/sh', ['-c', script], { env: { PATH: `${dir}:${process.env.PATH}`, MODEL: 'phi4' }, timeout: 15_000 });
  return {
    status,
    pulled: existsSync(at('pulled')) ? readFileSync(at('pulled'), 'utf8').trim() : undefined,
    ended: existsSync(at('ended')),
  };
}
const folders: string[] = [];
afterAll(() => {
  for (const dir of folders) rmSync(dir, { recursive: true });
});

test('the first start pulls the model, a restart does not, the helper server ends, and one that cannot run is a failure', () => {
  expect(execFileSync('/bin/sh', ['-n', '-c', server({}).template.spec.initContainers[0]!.command[2]!]).toString()).toBe('');
  expect(pull({ hasModel: false })).toEqual({ status: 0, pulled: 'phi4', ended: true });
  expect(pull({ hasModel: true })).toEqual({ status: 0, pulled: undefined, ended: true });
  expect(pull({ hasModel: false, serves: false })).toMatchObject({ status: 1, pulled: undefined });
}, 30_000);
