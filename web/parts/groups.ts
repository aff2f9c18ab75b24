import { type Group, groups } from '@home-base/catalog/define.ts';
import type { ObjectCollection } from '@home-base/catalog/objects/object-kinds.ts';
import { Activity, BrainCircuit, Database, type LucideIcon, ShieldCheck, WandSparkles, Wrench } from 'lucide-react';

export type GroupPlace = {
  label: string;
  icon: LucideIcon;
  description: string;
  /** Kinds of objects whose batteries are in the group; groups.test.ts holds it to the catalog. Light: every page's navigation needs it. */
  kinds: readonly ObjectCollection[];
};

export const groupPlaces: { [G in Group]: GroupPlace } = {
  data: {
    label: groups.data,
    icon: Database,
    description: 'Databases, and what backs them up.',
    kinds: ['postgresClusters', 'redisInstances', 'ferretServices'],
  },
  devtools: {
    label: groups.devtools,
    icon: Wrench,
    description: 'What runs your own code, and what you write it with.',
    kinds: ['traditionalServices', 'knativeServices'],
  },
  monitoring: {
    label: groups.monitoring,
    icon: Activity,
    description: 'Metrics, logs and dashboards of everything in the cluster.',
    kinds: [],
  },
  net_sec: {
    label: groups.net_sec,
    icon: ShieldCheck,
    description: 'How traffic comes in, who may come in, and what is checked on the way.',
    kinds: ['ipAddressPools'],
  },
  ai: {
    label: groups.ai,
    icon: BrainCircuit,
    description: 'Notebooks and models, with GPUs where there are some.',
    kinds: ['notebooks', 'models'],
  },
  magic: {
    label: groups.magic,
    icon: WandSparkles,
    description: 'What the platform stands on, and what keeps it tidy by itself.',
    kinds: [],
  },
};

export const groupNames: readonly Group[] = ['data', 'devtools', 'monitoring', 'net_sec', 'ai', 'magic'];

export function isGroup(text: string): text is Group {
  return Object.hasOwn(groupPlaces, text);
}
