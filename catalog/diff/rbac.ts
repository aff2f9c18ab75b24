import { z } from 'zod';

const Strings = z.array(z.string()).default([]);
const Role = z.object({
  rules: z
    .array(z.object({ apiGroups: Strings, resources: Strings, nonResourceURLs: Strings, resourceNames: Strings, verbs: Strings }))
    .nullish()
    .transform((rules) => rules ?? []),
});

/** What a role may now and might not before (+), and the other way round (-): one line a resource, whichever rules say it. */
export function compareRules(before: unknown, after: unknown): string[] {
  const [old, next] = [permissionsOf(before), permissionsOf(after)];
  const targets = [...new Set([...old.keys(), ...next.keys()])].toSorted();
  return targets.flatMap((target) => {
    const [had, has] = [old.get(target) ?? new Set<string>(), next.get(target) ?? new Set<string>()];
    const lost = [...had].filter((verb) => !has.has(verb));
    const won = [...has].filter((verb) => !had.has(verb));
    return [
      ...(lost.length > 0 ? [`- ${target}: ${lost.toSorted().join(', ')}`] : []),
      ...(won.length > 0 ? [`+ ${target}: ${won.toSorted().join(', ')}`] : []),
    ];
  });
}

/** Verbs by what they are about, as `apps/deployments`, `core/secrets "token"`, `url /metrics`. */
function permissionsOf(role: unknown): Map<string, Set<string>> {
  const permissions = new Map<string, Set<string>>();
  for (const rule of Role.parse(role ?? {}).rules) {
    const names = rule.resourceNames.length > 0 ? rule.resourceNames.map((name) => ` "${name}"`) : [''];
    const resources = rule.apiGroups.flatMap((group) =>
      rule.resources.flatMap((resource) => names.map((name) => `${group || 'core'}/${resource}${name}`)),
    );
    for (const target of [...resources, ...rule.nonResourceURLs.map((url) => `url ${url}`)])
      permissions.set(target, new Set([...(permissions.get(target) ?? []), ...rule.verbs]));
  }
  return permissions;
}
