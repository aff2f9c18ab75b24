import { modelPresets } from '@home-base/catalog/objects/model.ts';
import { expect, test } from 'vitest';
import { modelProblem, nodeProblem, startPreset } from './size-problem.ts';

const gib = 1024 ** 3;
const nodes = [
  { cpuMillis: 8000, memoryBytes: 16 * gib },
  { cpuMillis: 2000, memoryBytes: 32 * gib },
];

test('a size that no single node could run says so, and names the largest node', () => {
  const cluster = { nodes, growsNodes: false };
  expect(nodeProblem({ cpuRequestedMillis: 8000, memoryRequestedBytes: 16 * gib }, cluster)).toBeUndefined();
  expect(nodeProblem({ cpuRequestedMillis: 8000, memoryRequestedBytes: 16 * gib + 1 }, cluster)).toBe(
    'the largest node has 2 CPUs and 32 GiB',
  );
});

test('where nodes are made on demand, or none is known yet, every size can be chosen', () => {
  const huge = { cpuRequestedMillis: 32_000, memoryRequestedBytes: 256 * gib };
  expect(nodeProblem(huge, { nodes, growsNodes: true })).toBeUndefined();
  expect(nodeProblem(huge, { nodes: [], growsNodes: false })).toBeUndefined();
});

test('a model that does not fit into the memory says how much it needs', () => {
  expect(modelProblem({ memoryLimitBytes: 43 * gib }, 'llama3.1:70b')).toBeUndefined();
  expect(modelProblem({ memoryLimitBytes: 43 * gib - 1 }, 'llama3.1:70b')).toBe('Llama 3.1 70b needs 43 GiB');
});

test('a new object starts with the size of the installation, or with the first that could run', () => {
  expect(startPreset(modelPresets, 'medium', { nodes, growsNodes: false })).toBe(modelPresets.medium);
  expect(startPreset(modelPresets, 'huge', { nodes, growsNodes: false })).toBe(modelPresets.tiny);
  expect(startPreset(modelPresets, 'tiny', { nodes: [], growsNodes: true }, (preset) => modelProblem(preset, 'llama3.1:8b'))).toBe(
    modelPresets.medium,
  );
});
