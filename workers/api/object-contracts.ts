import { type Id, type IdKind, idSchema } from '@home-base/schema/ids/id.ts';
import { z } from 'zod';
import { InstallationParams } from './params.ts';

/** Contracts of one kind of object, all derived from its schema in catalog/objects. */
export function objectContracts<K extends IdKind>(kind: K, shape: z.ZodRawShape) {
  const id: z.ZodType<Id<K>, string> = idSchema(kind);
  const projectId = idSchema('project');
  const belongs = {
    id,
    installationId: idSchema('installation'),
    projectId: projectId.optional(),
    createdAt: z.iso.datetime(),
    updatedAt: z.iso.datetime(),
  };
  const fields: z.ZodRawShape = Object.fromEntries(
    Object.entries(shape).map(([field, schema]) => [field, withoutDefault(schema).nullable().optional()]),
  );
  return {
    params: InstallationParams.extend({ id }),
    /** The whole object, as a create takes it; rules between fields are checked by the verb. */
    create: z.object({ ...shape, projectId: projectId.optional() }),
    /** Any of its fields; null takes an optional one away. The verb parses the merged whole. */
    update: z.strictObject({
      ...fields,
      projectId: projectId.nullable().optional(),
    }),
    /** As it is shown. Rules between fields were checked when it was written. */
    stored: z.object({ ...shape, ...belongs }),
  };
}

/** In an update an absent field means "as it is", not "its default". */
function withoutDefault(schema: unknown): z.ZodType {
  if (schema instanceof z.ZodDefault || schema instanceof z.ZodOptional) return withoutDefault(schema.unwrap());
  if (schema instanceof z.ZodType) return schema;
  throw new Error('a field of an object is no zod schema');
}
