import { z } from 'zod';
import { checkSize, computeSize } from './compute-size.ts';
import { gib, mib, ObjectName } from './fields.ts';
import { NodeType } from './node-type.ts';

/** Models that Ollama serves, with the bytes of their weights (reference/catalog.md 3.7). */
export const ollamaModels = {
  'deepseek-r1:1.5b': { label: 'DeepSeek R1 1.5b', bytes: 1.1 * gib },
  'deepseek-r1:7b': { label: 'DeepSeek R1 7b', bytes: 4.7 * gib },
  'gpt-oss:20b': { label: 'GPT-OSS 20b', bytes: 14 * gib },
  'gpt-oss:120b': { label: 'GPT-OSS 120b', bytes: 65 * gib },
  'llama3.1:70b': { label: 'Llama 3.1 70b', bytes: 43 * gib },
  'llama3.1:8b': { label: 'Llama 3.1 8b', bytes: 4.9 * gib },
  'llama3.2:1b': { label: 'Llama 3.2 1b', bytes: 1.3 * gib },
  'llama3.2:3b': { label: 'Llama 3.2 3b', bytes: 2 * gib },
  'mxbai-embed-large': { label: 'mxbai embed 335m', bytes: 670 * mib },
  'nomic-embed-text': { label: 'Nomic embed-text 137m', bytes: 274 * mib },
  phi4: { label: 'Phi4 14b', bytes: 9.1 * gib },
  'snowflake-arctic-embed2': { label: 'Snowflake Arctic Embed 2.0 568m', bytes: 1.2 * gib },
} as const;
export type OllamaModel = keyof typeof ollamaModels;

const models = Object.keys(ollamaModels).filter((model): model is OllamaModel => model in ollamaModels);

/** A language model served by Ollama (battery ollama). The weights lie on a volume of each instance. */
export const Model = z
  .object({
    name: ObjectName.meta({ title: 'Name' }),
    model: z.enum(models).default('llama3.2:1b').meta({ title: 'Model' }),
    instances: z.number().int().min(1).max(20).default(1).meta({ title: 'Instances' }),
    ...computeSize,
    gpuCount: z.number().int().min(0).max(16).default(0).meta({ title: 'GPUs of each instance' }),
    nodeType: NodeType.default('default').meta({ title: 'Node type' }),
    storageClass: z.string().min(1).max(253).optional().meta({ title: 'Storage class' }),
  })
  .superRefine((model, check) => {
    checkSize(model, check.addIssue);
    const { label, bytes } = ollamaModels[model.model];
    if (model.memoryLimitBytes < bytes)
      check.addIssue({
        code: 'custom',
        path: ['memoryLimitBytes'],
        message: `${label} alone needs ${(bytes / gib).toFixed(1)} GiB of memory: raise the limit or choose a smaller model`,
      });
    if (model.nodeType === 'default' && model.gpuCount > 0)
      check.addIssue({ code: 'custom', path: ['gpuCount'], message: 'this node type has no GPU: choose another or set 0 GPUs' });
    if (model.nodeType !== 'default' && model.gpuCount === 0)
      check.addIssue({ code: 'custom', path: ['gpuCount'], message: 'a node with GPUs is chosen: ask for at least one' });
  });
export type Model = z.output<typeof Model>;

/** Presets of reference/catalog.md 3.7; small is ours, so that every installation size names a preset. */
export const modelPresets = {
  tiny: { cpuRequestedMillis: 500, cpuLimitMillis: 500, memoryRequestedBytes: 2 * gib, memoryLimitBytes: 2 * gib },
  small: { cpuRequestedMillis: 1000, cpuLimitMillis: 2000, memoryRequestedBytes: 4 * gib, memoryLimitBytes: 4 * gib },
  medium: { cpuRequestedMillis: 2000, cpuLimitMillis: 2000, memoryRequestedBytes: 8 * gib, memoryLimitBytes: 8 * gib },
  large: { cpuRequestedMillis: 4000, cpuLimitMillis: 4000, memoryRequestedBytes: 16 * gib, memoryLimitBytes: 16 * gib },
  xlarge: { cpuRequestedMillis: 8000, cpuLimitMillis: 8000, memoryRequestedBytes: 64 * gib, memoryLimitBytes: 64 * gib },
  huge: { cpuRequestedMillis: 32_000, cpuLimitMillis: 32_000, memoryRequestedBytes: 256 * gib, memoryLimitBytes: 256 * gib },
} as const;
