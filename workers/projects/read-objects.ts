import { withoutPaths } from '@home-base/catalog/exchange/paths.ts';
import { findCollection, type NewObject, parseObject } from '@home-base/catalog/objects/object-kinds.ts';
import type { ProjectPayload } from '@home-base/schema/wire/project-export.ts';
import { unknownFields } from '../unknown-fields.ts';

/** `blocks`: it cannot be imported like this. Otherwise a person should know. `path` is in the import's body. */
export type Problem = { blocks: boolean; path: string; message: string };

/** `at`: its place in the body. `oldName`: as the document has it. */
export type ImportedObject = NewObject & { at: string; oldName: string };

export type ReadObjects = { read: ImportedObject[]; problems: Problem[] };

/** Pure: a document's objects by today's schemas. What they cannot read blocks; what they do not know is left out and said. */
export function readObjects(payload: ProjectPayload, exclude: string[]): ReadObjects {
  const problems: Problem[] = [];
  const { objects, unknown } = withoutPaths(payload.objects, exclude);
  for (const path of unknown) problems.push({ blocks: true, path: 'exclude', message: `there is no "${path}" in the document` });
  const read = Object.entries(objects).flatMap(([kind, specs]) =>
    specs.flatMap((spec): ImportedObject[] => {
      const index = payload.objects[kind]?.findIndex((each) => each.name === spec.name) ?? 0;
      const at = `document.payload.objects.${kind}.${index}`;
      const collection = findCollection(kind);
      if (!collection) {
        problems.push({ blocks: true, path: at, message: `this catalog has no kind "${kind}": leave "${kind}.${String(spec.name)}" out` });
        return [];
      }
      const { object, issues } = parseObject(collection, spec);
      if (!object) {
        problems.push(...issues.map(({ path, message }) => ({ blocks: true, path: `${at}.${path}`, message })));
        return [];
      }
      const lost = unknownFields(spec, object.spec).map(({ path }) => path);
      if (lost.length > 0)
        problems.push({
          blocks: false,
          path: at,
          message: `this catalog does not know ${lost.join(', ')} of "${object.spec.name}": it is left out`,
        });
      return [{ ...object, at, oldName: object.spec.name }];
    }),
  );
  return { read, problems };
}
