import type { Provider, Size, Usage } from '@home-base/schema/wire/installations.ts';

/** Usages that are offered when an installation is made, each with what it means. */
export const usageChoices: { value: Usage; label: string; help: string }[] = [
  { value: 'development', label: 'Development', help: 'Core and Postgres, single copies, small. For trying out and building.' },
  { value: 'production', label: 'Production', help: 'Replicated, with monitoring and backups from the start.' },
  { value: 'secure_production', label: 'Secure production', help: 'Production, and people sign in to everything through single sign-on.' },
  { value: 'kitchen_sink', label: 'Everything', help: 'All batteries at once. For demos and tests; it needs a big machine.' },
];

export const providerChoices: { value: Provider; label: string; help: string }[] = [
  { value: 'kind', label: 'kind', help: 'Kubernetes in containers on one machine. Addresses come from its own network.' },
  { value: 'provided', label: 'Your own cluster', help: 'Any Kubernetes 1.30 or later that you run. Nothing about its cloud is assumed.' },
  { value: 'aws', label: 'AWS', help: 'EKS. Load balancers and nodes come from AWS.' },
];

export const usageWords: Record<Usage, string> = {
  internal_dev: 'Internal development',
  internal_int_test: 'Integration test',
  internal_prod: 'Internal production',
  development: 'Development',
  production: 'Production',
  secure_production: 'Secure production',
  kitchen_sink: 'Everything',
};
export const providerWords: Record<Provider, string> = { kind: 'kind', aws: 'AWS', provided: 'own cluster' };

export const sizeWords: Record<Size, string> = {
  tiny: 'fits beside other things on a laptop',
  small: 'a few small services',
  medium: 'nodes with 8 CPUs and 32 GiB',
  large: 'real load, room to grow',
  xlarge: 'heavy databases',
  huge: 'machines of their own for each database',
};

/** What the agent does about drift. Reports say it in any case. */
export const driftChoices = [
  {
    value: 'revert',
    label: 'Put it back',
    help: 'Fields that Home Base set return to their value. What others added beside them stays and is reported.',
  },
  { value: 'strict', label: 'Put it back, remove the rest', help: 'Also takes away what others added, such as an injected container.' },
  { value: 'alert', label: 'Only tell', help: 'Nothing is changed back until the next edit here.' },
  { value: 'ignore', label: 'Ignore', help: 'Neither changed back nor reported.' },
] as const;

/** How an installation comes to another release of the catalog. */
export const channelChoices = [
  { value: 'stable', label: 'Stable', help: 'Moves on once a release has proven itself elsewhere.' },
  { value: 'early', label: 'Early', help: 'Moves on as soon as a release is there. For installations that may have a bad day.' },
  { value: 'pinned', label: 'Pinned', help: 'Stays where it is until you choose otherwise.' },
] as const;
