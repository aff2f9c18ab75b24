/** What an object's form offers to choose from: what the cluster and the installation have. */
export type FormChoices = {
  /** Ready nodes; empty until an agent has said what there is. */
  nodes: { cpuMillis: number; memoryBytes: number }[];
  /** Nodes are made on demand, so the ones of today are no limit. */
  growsNodes: boolean;
  storageClasses: { name: string; isDefault: boolean }[];
  /** Finished backups of Postgres clusters; `cluster` is the name in Kubernetes. */
  backups: { name: string; cluster: string }[];
  /** Types of the enabled batteries. */
  enabled: string[];
  projects: { id: string; name: string }[];
  /** Names of the Postgres clusters that can keep documents of FerretDB, and of the Redis replications that sentinels watch. */
  postgresClusters: string[];
  replications: string[];
};
