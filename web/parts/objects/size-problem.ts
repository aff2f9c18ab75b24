import { type OllamaModel, ollamaModels } from '@home-base/catalog/objects/model.ts';
import { formatBytes, formatCpu } from '../../ui/quantity.ts';
import type { FormChoices } from './form-choices.ts';

type Size = { cpuRequestedMillis: number; memoryRequestedBytes: number };
type Nodes = Pick<FormChoices, 'nodes' | 'growsNodes'>;

/** Why no node could run an instance that asks for so much; undefined when one could, or when that is not known. Requests decide where a pod fits. */
export function nodeProblem({ cpuRequestedMillis, memoryRequestedBytes }: Size, { nodes, growsNodes }: Nodes): string | undefined {
  if (nodes.length === 0 || growsNodes) return undefined;
  if (nodes.some((node) => node.cpuMillis >= cpuRequestedMillis && node.memoryBytes >= memoryRequestedBytes)) return undefined;
  const largest = nodes.reduce((best, node) => (node.memoryBytes > best.memoryBytes ? node : best));
  return `the largest node has ${formatCpu(largest.cpuMillis)} and ${formatBytes(largest.memoryBytes)}`;
}

/** Why a model does not fit into the memory; undefined when it does. */
export function modelProblem({ memoryLimitBytes }: { memoryLimitBytes: number }, model: string): string | undefined {
  if (!isModel(model)) return undefined;
  const { label, bytes } = ollamaModels[model];
  return memoryLimitBytes < bytes ? `${label} needs ${formatBytes(bytes)}` : undefined;
}

function isModel(model: string): model is OllamaModel {
  return Object.hasOwn(ollamaModels, model);
}

/** The numbers that a new object starts with: those of the installation's size, else the first that have no problem. */
export function startPreset<P extends Size>(
  presets: { tiny: P } & Record<string, P>,
  size: string,
  nodes: Nodes,
  problem: (preset: P) => string | undefined = () => undefined,
): P {
  const wanted = presets[size] ?? presets.tiny;
  return [wanted, ...Object.values(presets)].find((preset) => !nodeProblem(preset, nodes) && !problem(preset)) ?? wanted;
}
