import { ImageReference } from '@home-base/catalog/objects/container.ts';
import { type OllamaModel, ollamaModels } from '@home-base/catalog/objects/model.ts';
import { type ObjectCollection, objectKinds } from '@home-base/catalog/objects/object-kinds.ts';
import { getBattery, withNeeds } from '@home-base/catalog/registry.ts';
import { longestAddition, type Starter, starterTypes } from '@home-base/catalog/starters.ts';
import { sizes } from '@home-base/schema/wire/installations.ts';
import { ProjectFields } from '@home-base/schema/wire/projects.ts';
import { z } from 'zod';

const flag = z.boolean().default(false);
const longest = 40 - longestAddition;

/** Everything that any type of project asks for, at once: what belongs to another type is hidden and not read. */
export const WizardForm = ProjectFields.extend({
  type: z.enum(starterTypes),
  size: z.enum(sizes),
  web: z.object({
    runs: z.enum(['traditional', 'knative']).default('traditional'),
    image: z.string().optional(),
    port: z.number({ error: 'expected a number' }).int().optional(),
    postgres: flag,
    redis: flag,
  }),
  db: z.object({ kind: z.enum(['postgres', 'ferret']).default('postgres'), redis: flag }),
  ai: z.object({ notebook: flag, model: z.string().optional(), postgres: flag }),
}).superRefine(({ type, name, web, ai }, check) => {
  const issue = (path: string[], message: string) => check.addIssue({ code: 'custom', path, message });
  if (type !== 'bare' && name.length > longest)
    issue(['name'], `use at most ${longest} characters: what is created with the project adds to its name`);
  if (type === 'web') {
    const image = ImageReference.safeParse(web.image);
    if (!image.success) issue(['web', 'image'], web.image === undefined ? 'fill this in' : (image.error.issues[0]?.message ?? ''));
    if (web.port === undefined) issue(['web', 'port'], 'fill this in');
    else if (web.port < 1 || web.port > 65_535) issue(['web', 'port'], 'a port is between 1 and 65535');
  }
  if (ai.model !== undefined && !isModel(ai.model)) issue(['ai', 'model'], 'choose one of the list');
});
export type WizardForm = z.output<typeof WizardForm>;

/** What the chosen type begins with. */
export function toStarter({ type, web, db, ai }: WizardForm): Starter {
  switch (type) {
    case 'web':
      return { type, ...web, image: web.image ?? '', port: web.port ?? 8080 };
    case 'db':
      return { type, ferret: db.kind === 'ferret', redis: db.redis };
    case 'ai':
      return { type, ...ai, model: ai.model !== undefined && isModel(ai.model) ? ai.model : undefined };
    case 'bare':
      return { type };
  }
}

function isModel(text: string): text is OllamaModel {
  return Object.hasOwn(ollamaModels, text);
}

/** Names of the batteries that these kinds of objects would have enabled first. */
export function alsoEnabled(collections: ObjectCollection[], enabled: readonly string[]): string[] {
  return withNeeds(collections.map((collection) => objectKinds[collection].battery))
    .filter((type) => !enabled.includes(type))
    .map((type) => getBattery(type).name);
}
