import { z } from 'zod';
import type { Battery, FieldMeta, Usage } from '../define.ts';
import { objectCollections, objectKinds } from '../objects/object-kinds.ts';
import { batteryTypes, findBattery, neededBy, needsOf } from '../registry.ts';
import { hasBattery, type Summary, storedConfig } from '../summary.ts';
import { below, type Issue } from './issue.ts';
import { seedIssues } from './seeds.ts';

/** May this battery be enabled with this config? `config` is what the user stores: only the fields that differ from the defaults. */
export function checkEnable(summary: Summary, type: string, config: Record<string, unknown>): Issue[] {
  const battery = findBattery(type);
  if (!battery) return [unknownBattery(type)];
  if (hasBattery(summary, type)) return [{ path: 'type', message: `${battery.name} is already enabled: change its configuration instead` }];
  return [
    ...usageIssues(summary.installation.usage, type),
    ...needIssues(enabledTypes(summary), type),
    ...configIssues(type, config),
    ...namespaceIssues(summary, type, config),
    ...seedIssues(summary, type),
  ];
}

/** May the stored config of an enabled battery become `config`? Read-only fields keep their value, and volumes do not shrink. */
export function checkConfig(summary: Summary, type: string, config: Record<string, unknown>): Issue[] {
  const battery = findBattery(type);
  if (!battery) return [unknownBattery(type)];
  if (!hasBattery(summary, type)) return [{ path: 'type', message: `${battery.name} is not enabled: enable it first` }];
  const issues = [...configIssues(type, config), ...namespaceIssues(summary, type, config)];
  if (issues.length > 0) return issues;
  const before: Record<string, unknown> = battery.config.parse(storedConfig(summary, type));
  const after: Record<string, unknown> = battery.config.parse(config);
  return [
    ...battery.readOnly
      .filter((field) => JSON.stringify(before[field]) !== JSON.stringify(after[field]))
      .map((field) => ({ path: field, message: `cannot change after ${battery.name} is enabled: keep ${JSON.stringify(before[field])}` })),
    ...growingFields(battery)
      .filter((field) => Number(after[field]) < Number(before[field]))
      .map((field) => ({ path: field, message: `a volume only grows: keep at least ${before[field]}` })),
  ];
}

function growingFields({ config }: Battery): string[] {
  return Object.entries(config.shape).flatMap(([field, schema]) => {
    const { onlyGrows }: FieldMeta = z.instanceof(z.ZodType).parse(schema).meta() ?? {};
    return onlyGrows ? [field] : [];
  });
}

/** May this battery be disabled? Not while another needs it, while objects live in it, or when it is not uninstallable. */
export function checkDisable(summary: Summary, type: string): Issue[] {
  const battery = findBattery(type);
  if (!battery) return [unknownBattery(type)];
  if (!hasBattery(summary, type)) return [{ path: 'type', message: `${battery.name} is not enabled` }];
  if (!battery.uninstallable)
    return [{ path: 'type', message: `${battery.name} cannot be disabled once it is enabled: others build on it or it holds data` }];
  const issues: Issue[] = neededBy(type, enabledTypes(summary)).map((other) => ({
    path: 'type',
    message: `${findBattery(other)?.name} needs ${battery.name}: disable ${findBattery(other)?.name} first`,
  }));
  issues.push(...leaningObjects(summary, type).map((message) => ({ path: 'type', message })));
  const objects = objectsOf(summary, type);
  if (objects.length > 0)
    issues.push({
      path: 'type',
      message: `${battery.name} still has ${objects.join(', ')}: delete ${objects.length === 1 ? 'it' : 'them'} first`,
    });
  return [...issues, ...backupIssues(summary, type)];
}

/** A cluster that archives through a plugin that is gone stops being reconciled. */
function backupIssues(summary: Summary, type: string): Issue[] {
  if (type !== 'cloudnative_pg_barman') return [];
  return summary.postgresClusters
    .filter(({ backups }) => backups.enabled)
    .map(({ name }) => ({ path: 'type', message: `it backs up the Postgres cluster "${name}": turn the backups of that off first` }));
}

/** What is wrong with the enabled batteries of a whole summary. */
export function batteriesIssues(summary: Summary): Issue[] {
  const enabled = enabledTypes(summary);
  return summary.batteries.flatMap(({ type, config }, index) => {
    const found = findBattery(type)
      ? [
          ...usageIssues(summary.installation.usage, type),
          ...needIssues(enabled, type),
          ...configIssues(type, config),
          ...namespaceIssues(summary, type, config),
          ...seedIssues(summary, type),
        ]
      : [unknownBattery(type)];
    if (enabled.indexOf(type) !== index) found.push({ path: 'type', message: `${type} is listed twice` });
    return below(`batteries.${index}`, found);
  });
}

function enabledTypes(summary: Summary): string[] {
  return summary.batteries.map((battery) => battery.type);
}

function unknownBattery(type: string): Issue {
  return { path: 'type', message: `there is no battery "${type}": choose one of ${batteryTypes.join(', ')}` };
}

function usageIssues(usage: Usage, type: string): Issue[] {
  const battery = findBattery(type);
  if (!battery || battery.usages.includes(usage)) return [];
  return [{ path: 'type', message: `${battery.name} is not offered for the usage ${usage}: it is for ${battery.usages.join(', ')}` }];
}

function needIssues(enabled: readonly string[], type: string): Issue[] {
  const missing = needsOf(type).filter((need) => !enabled.includes(need));
  if (missing.length === 0) return [];
  const names = missing.map((need) => findBattery(need)?.name ?? need).join(', ');
  return [{ path: 'type', message: `${findBattery(type)?.name} needs ${names}: enable ${missing.length === 1 ? 'it' : 'them'} first` }];
}

/** Wrong values by the battery's schema, and fields that it does not have. */
function configIssues(type: string, config: Record<string, unknown>): Issue[] {
  const battery = findBattery(type);
  if (!battery) return [];
  const known = Object.keys(battery.config.shape);
  const unknown = Object.keys(config)
    .filter((field) => !known.includes(field))
    .map((field) => ({
      path: field,
      message: `${battery.name} has no such field${known.length > 0 ? `: it has ${known.join(', ')}` : ''}`,
    }));
  const parsed = battery.config.safeParse(config);
  return parsed.success
    ? unknown
    : [...unknown, ...parsed.error.issues.map((issue) => ({ path: issue.path.join('.'), message: issue.message }))];
}

/** Every namespace belongs to one field of one battery: users' workloads can read the Secrets beside them. */
function namespaceIssues(summary: Summary, type: string, config: Record<string, unknown>): Issue[] {
  const others = summary.batteries.filter((battery) => battery.type !== type);
  const claimed = new Map(
    others.flatMap((other) =>
      namespaceFields(other.type, other.config).map(({ name }) => [name, findBattery(other.type)?.name ?? other.type]),
    ),
  );
  return namespaceFields(type, config).flatMap(({ field, name }) => {
    const owner = claimed.get(name);
    claimed.set(name, owner ?? findBattery(type)?.name ?? type);
    return owner ? [{ path: field, message: `the namespace "${name}" belongs to ${owner}: choose another` }] : [];
  });
}

/** None when the config does not fit its schema: that is an issue of its own. */
function namespaceFields(type: string, config: Record<string, unknown>): { field: string; name: string }[] {
  const values: Record<string, unknown> = findBattery(type)?.config.safeParse(config).data ?? {};
  return Object.entries(values).flatMap(([field, name]) =>
    /namespace$/i.test(field) && typeof name === 'string' ? [{ field, name }] : [],
  );
}

/** Objects of other batteries that would stand open or wait for ever without this one, each with what to do. */
function leaningObjects(summary: Summary, type: string): string[] {
  const guarded = summary.knativeServices.filter(({ requireSignIn }) => requireSignIn);
  const onGpus = [
    ...summary.notebooks.map((notebook) => ({ noun: 'notebook', ...notebook })),
    ...summary.models.map((model) => ({ noun: 'model', ...model })),
  ].filter(({ nodeType }) => nodeType !== 'default');
  switch (type) {
    case 'keycloak':
    case 'sso':
      return guarded.map(({ name }) => `the Knative service "${name}" requires sign-in: take that away first`);
    case 'nvidia_device_plugin':
      return onGpus.map(({ noun, name }) => `the ${noun} "${name}" asks for a GPU: delete it or move it to the default node type first`);
    default:
      return [];
  }
}

function objectsOf(summary: Summary, type: string): string[] {
  return objectCollections
    .filter((collection) => objectKinds[collection].battery === type)
    .flatMap((collection) => summary[collection].map(({ name }) => `the ${objectKinds[collection].noun} "${name}"`));
}
