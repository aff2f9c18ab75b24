import { ProjectDocument } from '@home-base/schema/wire/project-export.ts';
import { ProjectFields } from '@home-base/schema/wire/projects.ts';
import { z } from 'zod';

/** A page's form may be a megabyte in all (workers/serve.ts); what is chosen beside the document takes a little. */
export const mostDocumentBytes = 900_000;

/** Prefix of the fields with new names: kind and old name follow. */
export const renamePrefix = 'rename:';

/** What the person sent: the document, read once, and what they chose about it. */
export type ImportChoice = {
  document: ProjectDocument;
  name: string | undefined;
  renames: Record<string, Record<string, string>>;
  exclude: string[];
  enableBatteries: boolean;
};

/** A new name that cannot be one is not in the choice but in `wrong`, in words. */
export type ReadChoice = { choice: Omit<ImportChoice, 'document'>; wrong: string[] };

/** The text of the document: a file that was chosen wins over what was pasted. */
export async function documentText(form: FormData): Promise<string> {
  const file = form.get('file');
  if (file instanceof File && file.size > 0) return file.text();
  const text = form.get('document');
  return typeof text === 'string' ? text : '';
}

/** The document, or what is wrong with the text in words for the reader. Pure. */
export function readDocumentText(text: string): { document: ProjectDocument } | { problem: string } {
  if (text.trim() === '') return { problem: 'choose a file, or paste what it holds' };
  if (text.length > mostDocumentBytes) return { problem: 'this is larger than an export of a project that can be sent here' };
  let json: unknown;
  try {
    json = JSON.parse(text);
  } catch {
    return { problem: 'this is no JSON: take the file as it was exported' };
  }
  const parsed = ProjectDocument.safeParse(json);
  return parsed.success ? { document: parsed.data } : { problem: 'this is no export of a project: it has no payload' };
}

/** New names, what is left out, and whether batteries come along. A name that is as in the document is none. Pure. */
export function readChoice(form: FormData): ReadChoice {
  const wrong: string[] = [];
  const nameOf = (value: FormDataEntryValue | null, of: string): string | undefined => {
    const name = typeof value === 'string' ? value.trim() : '';
    const parsed = ProjectFields.shape.name.safeParse(name);
    if (name === '' || parsed.success) return parsed.data;
    wrong.push(`"${name}" cannot be the name of ${of}: ${parsed.error.issues[0]?.message}`);
    return undefined;
  };
  const exclude = form.getAll('exclude').filter((path) => typeof path === 'string');
  const renames: ImportChoice['renames'] = {};
  for (const [field, value] of form) {
    const [kind = '', name = ''] = field.startsWith(renamePrefix) ? field.slice(renamePrefix.length).split('/') : [];
    if (kind === '' || exclude.includes(`${kind}.${name}`)) continue;
    const next = nameOf(value, name);
    if (next !== undefined && next !== name) renames[kind] = { ...renames[kind], [name]: next };
  }
  const name = nameOf(form.get('name'), 'the project');
  return { choice: { name, renames, exclude, enableBatteries: form.get('enableBatteries') === 'on' }, wrong };
}

/** A problem of an import, and the part that could be left out to be rid of it. */
export type ImportProblem = { blocks: boolean; path: string; message: string; part?: string };

/**
 * `document.payload.objects.redis-instances.0.env.2` → `redis-instances.cache.env.2`, as an import takes what it leaves out; undefined for what is no part
 * of an object. Pure.
 */
export function partOfProblem({ payload }: ProjectDocument, path: string): string | undefined {
  const [, kind, index, rest] = /^document\.payload\.objects\.([^.]+)\.(\d+)\.(.+)$/.exec(path) ?? [];
  if (!kind || !index || !rest || rest === 'name') return undefined;
  const objects = Objects.safeParse(payload.objects).data;
  const name = objects?.[kind]?.[Number(index)]?.name;
  return name === undefined ? undefined : `${kind}.${name}.${rest}`;
}

const Objects = z.record(z.string(), z.array(z.object({ name: z.string() })));
