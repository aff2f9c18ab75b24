import type { FieldMetadata } from '@conform-to/react';

type Node = FieldMetadata<unknown>;
export type Fields = Record<string, Node | undefined>;

/** conform gives every field these two; its types know them only where the schema's type is spelled out. */
export function fieldsOf(meta: Node | undefined): Fields {
  return (meta as FieldMetadata<Record<string, unknown>> | undefined)?.getFieldset() ?? {};
}

export function rowsOf(meta: Node | undefined): Node[] {
  return (meta as FieldMetadata<unknown[]> | undefined)?.getFieldList() ?? [];
}

/** A field that the form's schema has. Throws when it has none of that name. */
export function fieldOf(fields: Fields, name: string): Node {
  const found = fields[name];
  if (!found) throw new Error(`the form has no field "${name}": it has ${Object.keys(fields).join(', ')}`);
  return found;
}

/** What ui/field.tsx needs of a field. `required` is said by the caller: a form's own schema is looser than what is stored. */
export function metaOf(field: Node, required?: boolean) {
  return {
    id: field.id,
    name: field.name,
    initialValue: field.initialValue,
    errors: field.errors ?? [],
    ...(required !== undefined && { required }),
  };
}
