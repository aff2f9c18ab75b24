import { z } from 'zod';
import { idSchema } from '../ids/id.ts';
import { ProjectFields } from './projects.ts';

/**
 * Who may import an export, as Home Base itself keeps it: `private` the org that made it, `team` also every org whose importing person is a member
 * of that org too, `public` everyone. Whoever holds the file can read it whatever it says: what must not be read is not in it.
 */
export const visibilities = ['private', 'team', 'public'] as const;
export type Visibility = (typeof visibilities)[number];

export const exportFormat = 'home-base-project/1';

/** What a document holds at most: of a kind of objects, and of parts that were left out. */
export const mostInAnExport = { ofAKind: 200, removed: 5000 };

/** Specs by kind, as in the path of its API. No ids, no secret values. */
export const ExportedObjects = z.record(z.string().max(60), z.array(z.record(z.string(), z.unknown())).max(mostInAnExport.ofAKind));
export type ExportedObjects = z.output<typeof ExportedObjects>;

/** `path`: kind, name of the object, field, as `traditional-services.shop.env.2`. */
export const RemovedPart = z.object({ path: z.string().max(500), because: z.string().max(500) });
export type RemovedPart = z.output<typeof RemovedPart>;

export const ProjectPayload = ProjectFields.extend({
  format: z.literal(exportFormat),
  exportedAt: z.iso.datetime(),
  visibility: z.enum(visibilities),
  /** The org that exported it, by which `private` and `team` are kept; a public one names nobody. */
  orgId: idSchema('org').optional(),
  catalogVersion: z.string().max(60),
  /** Types of the batteries that the objects need, without what those need. */
  requiredBatteries: z.array(z.string().max(60)).max(100),
  objects: ExportedObjects,
  /** What the export left out. */
  removed: z.array(RemovedPart).max(mostInAnExport.removed),
});
export type ProjectPayload = z.output<typeof ProjectPayload>;

/** Ed25519 over the RFC 8785 bytes of the payload, by the export key of the Home Base that made it. */
export const ExportSignature = z.object({ kid: z.string().max(64), value: z.string().max(128) });
export type ExportSignature = z.output<typeof ExportSignature>;

export const ProjectExport = z.object({ payload: ProjectPayload, signature: ExportSignature });
export type ProjectExport = z.output<typeof ProjectExport>;

export const ExportProjectQuery = z.object({
  visibility: z.enum(visibilities).default('private'),
  exclude: z
    .string()
    .max(8000)
    .default('')
    .transform((text) => text.split(',').filter(Boolean))
    .meta({ description: 'Paths to leave out, separated by commas: an object (redis-instances.cache) or a field of it (….env.2).' }),
});

/** As it came: the payload is read after the signature over its very fields is checked, so what this edge does not know is not dropped before. */
export const ProjectDocument = z.object({ payload: z.record(z.string(), z.unknown()), signature: ExportSignature.optional() });
export type ProjectDocument = z.output<typeof ProjectDocument>;

export const ImportProject = z.strictObject({
  document: ProjectDocument,
  /** Instead of the name in the document. */
  name: ProjectFields.shape.name.optional(),
  renames: z
    .record(z.string().max(60), z.record(z.string().max(60), ProjectFields.shape.name))
    .default({})
    .meta({ description: 'New names by kind and old name. References between the objects follow.' }),
  exclude: z.array(z.string().max(500)).max(1000).default([]).meta({ description: 'Paths to leave out, as in an export.' }),
  enableBatteries: z.boolean().default(false),
});
export type ImportProject = z.input<typeof ImportProject>;

/** `valid`: signed by this Home Base, unchanged. `changed`: it was signed here and is not what was signed. `unknown`: not signed by this Home Base. */
export const signatureStates = ['valid', 'changed', 'unknown'] as const;
export type SignatureState = (typeof signatureStates)[number];

export const ImportPreview = z.object({
  signature: z.enum(signatureStates),
  /** Free here: the document's, or one made from it. */
  name: z.string(),
  description: z.string(),
  visibility: z.enum(visibilities),
  exportedAt: z.iso.datetime(),
  catalogVersion: z.string(),
  removed: z.array(RemovedPart),
  objects: z.array(z.object({ kind: z.string(), noun: z.string(), name: z.string(), newName: z.string() })),
  /** To send with the import: those that were asked for, and one for each name that is taken. */
  renames: z.record(z.string(), z.record(z.string(), z.string())),
  /** Types, dependencies first: enabled with `enableBatteries`. */
  missingBatteries: z.array(z.string()),
  problems: z.array(z.object({ blocks: z.boolean(), path: z.string(), message: z.string() })),
});
export type ImportPreview = z.output<typeof ImportPreview>;
