import { type ObjectCollection, objectCollections, objectKinds } from '@home-base/catalog/objects/object-kinds.ts';
import { findBattery } from '@home-base/catalog/registry.ts';

type Event = { action: string; before: Record<string, unknown> | null; after: Record<string, unknown> | null };

const verbs: Record<string, string> = {
  create: 'created',
  update: 'changed',
  delete: 'deleted',
  enable: 'enabled',
  disable: 'disabled',
  configure: 'configured',
  rollback: 'rolled back',
  pause: 'paused',
  resume: 'resumed',
  enrol: 'enrolled',
  revoke: 'revoked',
  add: 'added',
  remove: 'removed',
  rename: 'renamed',
  change_role: 'changed the role of',
  removed: 'took down',
  decommissioned: 'took down',
  approve_removals: 'approved removals in',
};
/** Entities of the audit log that are kinds of objects, as workers/objects/stored.ts names them. */
const objectNouns = new Map(objectCollections.map((collection) => [entityOf(collection), objectKinds[collection].noun]));

function entityOf(collection: ObjectCollection): string {
  return objectKinds[collection].idKind.replace(/[A-Z]/g, (letter) => `_${letter.toLowerCase()}`);
}

const nouns: Record<string, string> = {
  installation: 'the installation',
  api_key: 'API key',
  org: 'organization',
  agent: 'an agent',
  enrolment_token: 'an install line',
  battery: '',
  snapshot: '',
};

/** "enabled Redis", "changed Postgres cluster orders": an audit event as the reason of a snapshot. `known` is the target's name or type where the event itself, which holds only what changed, does not say it. */
export function reasonWords({ action, before, after }: Event, known?: string): string {
  const [entity = '', verb = ''] = action.split('.');
  const done = verbs[verb] ?? verb.replaceAll('_', ' ').replaceAll('-', ' ');
  const noun = nouns[entity] ?? objectNouns.get(entity) ?? entity.replaceAll('_', ' ');
  if (entity === 'snapshot') return `${done} to snapshot ${text(after?.rollbackOf)}`;
  const type = text(after?.type ?? before?.type ?? known);
  const name =
    entity === 'battery'
      ? (findBattery(type)?.name ?? (type || 'a battery'))
      : entity === 'installation'
        ? ''
        : text(after?.name ?? before?.name ?? known);
  return [done, noun, name].filter(Boolean).join(' ');
}

/** Actions that lead to a snapshot; the rest of the audit log is about people and keys. */
export function isReason(action: string): boolean {
  const [entity = ''] = action.split('.');
  return objectNouns.has(entity) || ['battery', 'installation', 'snapshot'].includes(entity);
}

function text(value: unknown): string {
  return typeof value === 'string' || typeof value === 'number' ? String(value) : '';
}
