import type { ObjectCollection } from '@home-base/catalog/objects/object-kinds.ts';
import { Bot, Database, Globe, Leaf, type LucideIcon, MemoryStick, Network, NotebookPen, Zap } from 'lucide-react';

export type ObjectPlace = {
  /** Below the installation: its list, `/new`, `/:id`, `/:id/edit`. */
  segment: string;
  title: string;
  icon: LucideIcon;
  /** What they are for, in a sentence. */
  description: string;
};

/** Where the console keeps each kind of object. Light: the navigation of every page needs it. */
export const objectPlaces: { [C in ObjectCollection]: ObjectPlace } = {
  postgresClusters: {
    segment: 'postgres',
    title: 'Postgres',
    icon: Database,
    description: 'PostgreSQL clusters with failover; each user gets a Secret with a way in.',
  },
  redisInstances: {
    segment: 'redis',
    title: 'Redis',
    icon: MemoryStick,
    description: 'In-memory data: one instance, replicated, watched by sentinels, or spread over a cluster.',
  },
  ferretServices: {
    segment: 'ferretdb',
    title: 'FerretDB',
    icon: Leaf,
    description: 'The protocol of MongoDB in front of a Postgres cluster that keeps the documents.',
  },
  notebooks: {
    segment: 'notebooks',
    title: 'Notebooks',
    icon: NotebookPen,
    description: 'Jupyter notebooks with a home folder that stays, and a GPU if you want one.',
  },
  models: {
    segment: 'models',
    title: 'Models',
    icon: Bot,
    description: 'Language models that run in your cluster and answer over the API of Ollama.',
  },
  knativeServices: {
    segment: 'knative',
    title: 'Knative services',
    icon: Zap,
    description: 'Containers that run while they are called, and cost nothing while they are not.',
  },
  traditionalServices: {
    segment: 'services',
    title: 'Web services',
    icon: Globe,
    description: 'Long-running containers from your own images.',
  },
  ipAddressPools: {
    segment: 'address-pools',
    title: 'Address pools',
    icon: Network,
    description: 'Addresses of your network that Services of type LoadBalancer are given.',
  },
};
