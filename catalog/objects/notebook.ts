import { z } from 'zod';
import { imageReference } from '../images.ts';
import { checkSize, computeSize } from './compute-size.ts';
import { EnvValues, ImageReference } from './container.ts';
import { ObjectName, SizeBytes } from './fields.ts';
import { NodeType } from './node-type.ts';

/** A Jupyter notebook server (battery notebooks). Its home folder is a volume that outlives the pod. */
export const Notebook = z
  .object({
    name: ObjectName.meta({ title: 'Name' }),
    image: ImageReference.default(imageReference('jupyter_datascience_lab')).meta({ title: 'Image' }),
    ...computeSize,
    storageBytes: SizeBytes.meta({ title: 'Storage' }),
    storageClass: z.string().min(1).max(253).optional().meta({ title: 'Storage class' }),
    nodeType: NodeType.default('default').meta({ title: 'Node type' }),
    env: EnvValues.default([]).meta({ title: 'Environment' }),
  })
  .superRefine((notebook, check) => checkSize(notebook, check.addIssue));
export type Notebook = z.output<typeof Notebook>;
