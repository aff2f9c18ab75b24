import { z } from 'zod';
import { idSchema } from '../ids/id.ts';
import { healthStates, resourceStates } from './agent.ts';

/** A project groups objects. It is no Kubernetes object, and its name has the form of one's all the same, so that it can stand in addresses. */
export const ProjectFields = z.object({
  name: z
    .string()
    .min(1, 'a name is needed')
    .max(40, 'use at most 40 characters')
    .regex(/^[a-z]([a-z0-9-]*[a-z0-9])?$/, 'use lower-case letters, digits and -, starting with a letter and not ending with -')
    .meta({ title: 'Name' }),
  description: z.string().max(1000, 'use at most 1,000 characters').default('').meta({ title: 'Description' }),
});
export type ProjectFields = z.output<typeof ProjectFields>;

/** A project that is created with all it needs. The API checks each `spec` by its kind (workers/api/projects.ts). */
export const CreateProject = ProjectFields.extend({
  objects: z
    .array(z.object({ kind: z.string(), spec: z.record(z.string(), z.unknown()) }))
    .max(100, 'at most 100 objects at once')
    .default([]),
  enableBatteries: z
    .boolean()
    .default(false)
    .meta({ description: 'Enable the batteries that the objects need, with their defaults. Without it a missing one is refused.' }),
});
export type CreateProject = z.input<typeof CreateProject>;

export const UpdateProject = z.strictObject({
  name: ProjectFields.shape.name.optional(),
  description: ProjectFields.shape.description.unwrap().optional(),
});
export type UpdateProject = z.output<typeof UpdateProject>;

/** Of the resources of one object, by health and by state. */
export const ResourceCounts = z.object({
  total: z.number().int(),
  health: z.record(z.enum(healthStates), z.number().int()),
  state: z.record(z.enum(resourceStates), z.number().int()),
});

export const Project = ProjectFields.extend({
  id: idSchema('project'),
  installationId: idSchema('installation'),
  description: z.string(),
  /** How many objects of each kind belong to it; kinds as in the path of their API. */
  objectCounts: z.record(z.string(), z.number().int()),
  createdAt: z.iso.datetime(),
  updatedAt: z.iso.datetime(),
});
export type Project = z.output<typeof Project>;

export const ProjectObject = z.object({
  /** As in the path of its API, such as `postgres-clusters`. */
  kind: z.string(),
  noun: z.string(),
  id: z.string(),
  name: z.string(),
  counts: ResourceCounts,
  createdAt: z.iso.datetime(),
});
export type ProjectObject = z.output<typeof ProjectObject>;

/** A project with its objects, sorted by kind and name. */
export const ProjectDetails = Project.extend({ objects: z.array(ProjectObject) });
export type ProjectDetails = z.output<typeof ProjectDetails>;

/** What was created with a project. `enabledBatteries`: types, in the order in which they were enabled. */
export const CreatedProject = ProjectDetails.extend({ enabledBatteries: z.array(z.string()) });
export type CreatedProject = z.output<typeof CreatedProject>;
