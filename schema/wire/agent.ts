import { z } from 'zod';
import { Sha256 } from './manifest.ts';

/** Contracts between the agent and the edge. Every body is canonical JSON; every request after enrolment is signed (./http-signature.ts). */
const Base64Url = z.string().regex(/^[A-Za-z0-9_-]+$/);

/** What the agent proves possession over: the canonical bytes of this value, signed with the key it names. */
export const EnrolProof = z.object({
  purpose: z.literal('home-base/enrol/1'),
  token: z.string(),
  signingKey: Base64Url,
  sealingKey: Base64Url,
  clusterUid: z.string(),
});
export type EnrolProof = z.infer<typeof EnrolProof>;

export const EnrolRequest = z.object({
  token: z.string().min(20).max(200),
  /** Raw Ed25519 public key, 32 bytes, base64url. */
  signingKey: Base64Url,
  /** Raw X25519 public key, 32 bytes, base64url. */
  sealingKey: Base64Url,
  /** Ed25519 signature over the canonical bytes of EnrolProof. */
  proof: Base64Url,
  /** UID of the namespace kube-system: names the cluster. */
  clusterUid: z.string().min(1).max(100),
  agentVersion: z.string().max(50),
  kubernetesVersion: z.string().max(50),
});
export type EnrolRequest = z.infer<typeof EnrolRequest>;

export const EnrolResponse = z.object({
  installationId: z.string(),
  agentId: z.string(),
  /** keyid of RFC 9421 signatures: the agent id. */
  keyId: z.string(),
  serverTime: z.iso.datetime(),
});
export type EnrolResponse = z.infer<typeof EnrolResponse>;

export const BundleRequest = z.object({
  /** Versions of the trusted TUF metadata; 0 where there is none yet (root is at least 1: it ships with the one-liner or is fetched and checked against its sha256). */
  have: z.object({ root: z.number().int(), timestamp: z.number().int(), snapshot: z.number().int(), targets: z.number().int() }),
  /** sha256 of the verified manifest the agent holds. */
  manifest: Sha256.optional(),
  /** sha256 of the pages it holds. */
  pages: z.array(Sha256).max(128),
});
export type BundleRequest = z.infer<typeof BundleRequest>;

/**
 * Everything newer than what the agent named, in one round trip. Metadata, manifest and pages are the very bytes (UTF-8 text) that the TUF paths
 * serve: the checks are the same. `blobs` carries the new blobs of changed pages as long as they fit 256 KiB together; the rest is fetched in batches.
 */
export const BundleResponse = z.object({
  roots: z.array(z.string()),
  timestamp: z.string(),
  snapshot: z.string().optional(),
  targets: z.string().optional(),
  manifest: z.string().optional(),
  pages: z.record(Sha256, z.string()),
  blobs: z.record(Sha256, z.string()),
});
export type BundleResponse = z.infer<typeof BundleResponse>;

export const inlineBlobBytes = 256 << 10;

/** `POST /v1/agent/blobs`: up to 200 blobs; the answer holds as many as fit 4 MiB (at least one), the agent asks again for the rest. */
export const BlobsRequest = z.object({ sha256: z.array(Sha256).min(1).max(200) });
export const BlobsResponse = z.object({ blobs: z.record(Sha256, z.string()) });
export type BlobsResponse = z.infer<typeof BlobsResponse>;

/**
 * Longest texts of a report, in UTF-16 code units. Kubernetes' own limits where it has them (a key is group, kind, namespace and name); else what the
 * agent clips to.
 */
export const longest = {
  name: 253,
  label: 63,
  key: 253 + 63 + 63 + 253 + 3,
  version: 100,
  platform: 100,
  backupId: 100,
  manager: 200,
  field: 2000,
  message: 2000,
} as const;

const keyForm = 'expected a resource key of the form group/Kind/namespace/name';
/** As `parseKey` of ../kube/resource.ts takes it. */
const ResourceKey = z
  .string()
  .max(longest.key)
  .regex(/^[^/]+\/[^/]+\/[^/]+\/[^/]+$/, keyForm);

/** Longer than an agent tells today: older ones did not clip. */
const Field = z.string().max(10 * longest.field);

export const resourceStates = ['applied', 'pending', 'waiting', 'failed', 'removing', 'held'] as const;
export const healthStates = ['healthy', 'progressing', 'degraded', 'missing', 'unknown'] as const;
export const driftActions = ['reverted', 'reported', 'ignored', 'taken-over'] as const;

export const Drift = z.object({
  /** `foreign`: fields that others added beside ours. `changed`: fields of ours with another value. `deleted`: the object is gone. */
  kind: z.enum(['changed', 'foreign', 'deleted']),
  fields: z.array(Field).max(50),
  manager: z.string().max(longest.manager),
  at: z.iso.datetime(),
  action: z.enum(driftActions),
});
export type Drift = z.infer<typeof Drift>;

/** Status of one resource. No secret value: the agent redacts messages and never sends Secret data. */
export const ResourceReport = z.object({
  key: ResourceKey,
  /** Blob that was applied last; absent while nothing of ours is there. */
  sha256: Sha256.optional(),
  /** waiting: the API server cannot accept it yet (see waitsFor). held: a removal that waits for time or approval. */
  state: z.enum(resourceStates),
  health: z.enum(healthStates),
  /** One sentence for people: why it is not healthy, failed or waits. */
  message: z.string().max(longest.message).optional(),
  /** Key of what it waits for; of a definition that is not known, a pattern. */
  waitsFor: z.string().max(longest.key).optional(),
  /** Fields that another manager held and that we took by force, as `manager: field`. */
  conflicts: z.array(Field).max(20).optional(),
  drift: Drift.optional(),
});
export type ResourceReport = z.infer<typeof ResourceReport>;

/** The agent tells of no more load balancers, and of no more addresses of one. */
export const mostLoadBalancers = 500;
export const mostAddresses = 20;
/** What older agents, which told of all, may still report: k3s gives a load balancer the address of every node. `clipBalancers` cuts it. */
const tolerated = 5_000;
export const mostIssuers = 100;

/** As many as are told and kept: the first of sorted lists, whatever order they came in. */
export function clipBalancers(balancers: Iterable<readonly [key: string, addresses: readonly string[]]>): Record<string, string[]> {
  const sorted = [...balancers].sort(([a], [b]) => (a < b ? -1 : 1));
  return Object.fromEntries(sorted.slice(0, mostLoadBalancers).map(([key, given]) => [key, given.toSorted().slice(0, mostAddresses)]));
}

const Name = z.string().max(longest.name);

/** IPs and host names by the key of the Service. */
const LoadBalancers = z
  .record(ResourceKey, z.array(Name).max(tolerated), { error: ({ code }) => (code === 'invalid_key' ? keyForm : undefined) })
  .refine((balancers) => Object.keys(balancers).length <= tolerated, `at most ${tolerated} load balancers may be told of`);

export const Facts = z.object({
  kubernetesVersion: z.string().max(longest.version),
  platform: z.string().max(longest.platform).optional(),
  nodes: z
    .array(
      z.object({
        name: Name,
        ready: z.boolean(),
        cpuMillis: z.number().int(),
        memoryBytes: z.number().int(),
        version: z.string().max(longest.version),
      }),
    )
    .max(500),
  storageClasses: z.array(z.object({ name: Name, isDefault: z.boolean(), expandable: z.boolean() })).max(100),
  /** Of the Services of type LoadBalancer that we own. Absent while an agent that has just started does not know them. */
  loadBalancers: LoadBalancers.optional(),
  podCount: z.number().int(),
  /** Names of the ClusterIssuers that are ready. Absent from an agent that does not know of them. */
  readyIssuers: z.array(Name).max(mostIssuers).optional(),
  /** Finished backups of Postgres clusters. `id`: what the object store calls it. */
  backups: z
    .array(
      z.object({
        name: Name,
        namespace: z.string().max(longest.label),
        cluster: Name,
        id: z.string().max(longest.backupId).optional(),
      }),
    )
    .max(500)
    .optional(),
});
export type Facts = z.infer<typeof Facts>;

export const podPhases = ['Pending', 'Running', 'Succeeded', 'Failed', 'Unknown', 'Terminating'] as const;
export const mostPods = 2000;

/** One pod that runs for something of ours, as a row: nothing of its spec. */
export const Pod = z.object({
  namespace: z.string().max(longest.label),
  name: Name,
  /** Its labels `battery/owner` and `battery/app`. */
  owner: z.string().max(longest.label).optional(),
  app: z.string().max(longest.label).optional(),
  /** Kubernetes' own phase; `Terminating` once its deletion began. */
  phase: z.enum(podPhases),
  ready: z.boolean(),
  /** Of all its containers together. */
  restarts: z.number().int().nonnegative(),
  node: Name.optional(),
  startedAt: z.iso.datetime().optional(),
  /** Why it is not ready, as `ImagePullBackOff: …`. Never what a container printed. */
  message: z.string().max(300).optional(),
});
export type Pod = z.infer<typeof Pod>;

/** A refusal: something that Home Base (or someone in its place) served and that the agent did not accept. */
export const AgentRefusal = z.object({
  at: z.iso.datetime(),
  code: z.string().max(60),
  detail: z.string().max(1000),
  count: z.number().int().positive(),
});
export type AgentRefusal = z.infer<typeof AgentRefusal>;

/** A full report of this many is the first part of one: the rest follows as changes. */
export const mostResources = 5000;

export const Report = z.object({
  /** Rises by one a report and is stored before sending; a report that does not rise is refused, a gap or a double means a cloned agent. */
  counter: z.number().int().positive(),
  sentAt: z.iso.datetime(),
  agent: z.object({ version: z.string().max(50), startedAt: z.iso.datetime(), rssBytes: z.number().int() }),
  /** The manifest that the agent follows; absent before the first. */
  version: z.number().int().optional(),
  /** applied: every entry of `version` was accepted by the API server. */
  phase: z.enum(['starting', 'applying', 'applied', 'failed', 'paused']),
  applied: z
    .object({ version: z.number().int(), startedAt: z.iso.datetime(), finishedAt: z.iso.datetime(), requests: z.number().int() })
    .optional(),
  /** True: `resources` is all that the agent knows; once its phase is applied or failed, what it lacks is gone. False: only what changed since the last accepted report. */
  full: z.boolean(),
  resources: z.array(ResourceReport).max(mostResources),
  /** Keys that are gone from the cluster and from the state. */
  gone: z.array(ResourceKey).max(5000),
  facts: Facts.optional(),
  /** All pods of ours, whole; absent when they are as in the last accepted report, or not known yet. */
  pods: z.array(Pod).max(mostPods).optional(),
  refusals: z.array(AgentRefusal).max(50),
  /** Keys that wait for approval because too many would go at once. */
  heldRemovals: z.array(ResourceKey).max(5000),
});
export type Report = z.infer<typeof Report>;

/** `resync`: send a full report next. */
export const ReportResponse = z.object({ accepted: z.literal(true), resync: z.boolean(), serverTime: z.iso.datetime() });
export type ReportResponse = z.infer<typeof ReportResponse>;

/** Messages of `GET /v1/agent/connect`, server → agent. `changed`: ask for a bundle now. The agent sends the text `ping`, the room answers `pong`. */
export const AgentNudge = z.object({ type: z.enum(['changed', 'revoked']), version: z.number().int().optional() });
export type AgentNudge = z.infer<typeof AgentNudge>;
