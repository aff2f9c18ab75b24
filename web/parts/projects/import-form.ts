import { ProjectDocument } from '@home-base/schema/wire/project-export.ts';
import { ProjectFields } from '@home-base/schema/wire/projects.ts';
import { z } from 'zod';
import { readLeftOut } from './export-parts.ts';

/** A page's form may be a megabyte in all (workers/serve.ts); what is chosen beside the document takes a little. */
export const mostDocumentBytes = 900_000;

/** New names that one import takes: a project has a few dozen objects. */
export const mostRenames = 1000;

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

/** What cannot be used, a new name or all of too many, is not in the choice but in `wrong`, in words. */
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
  const leftOut = readLeftOut(form);
  const exclude = 'exclude' in leftOut ? leftOut.exclude : [];
  const { renames, wrong } = readRenames(form, new Set(exclude));
  const name = readName(form.get('name'), 'the project', wrong);
  if ('problem' in leftOut) wrong.push(leftOut.problem);
  return { choice: { name, renames, exclude, enableBatteries: form.get('enableBatteries') === 'on' }, wrong };
}

function readRenames(form: FormData, exclude: ReadonlySet<string>): Pick<ImportChoice, 'renames'> & { wrong: string[] } {
  const wrong: string[] = [];
  // Maps, for a kind or an object may be called `__proto__`.
  const renames = new Map<string, Map<string, string>>();
  let asked = 0;
  for (const [field, value] of form) {
    const [kind = '', name = ''] = field.startsWith(renamePrefix) ? field.slice(renamePrefix.length).split('/') : [];
    if (kind === '' || value === name || exclude.has(`${kind}.${name}`)) continue;
    asked += 1;
    if (asked > mostRenames)
      return { renames: {}, wrong: [`one import takes at most ${mostRenames} new names: leave out some of its objects`] };
    const next = readName(value, name, wrong);
    if (next === undefined || next === name) continue;
    renames.set(kind, (renames.get(kind) ?? new Map<string, string>()).set(name, next));
  }
  return { renames: Object.fromEntries([...renames].map(([kind, names]) => [kind, Object.fromEntries(names)])), wrong };
}

/** Undefined for none, and for what cannot be one, which is then said in `wrong`. */
function readName(value: FormDataEntryValue | null, of: string, wrong: string[]): string | undefined {
  const name = typeof value === 'string' ? value.trim() : '';
  const parsed = ProjectFields.shape.name.safeParse(name);
  if (name === '' || parsed.success) return parsed.data;
  wrong.push(`"${name}" cannot be the name of ${of}: ${parsed.error.issues[0]?.message}`);
  return undefined;
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
