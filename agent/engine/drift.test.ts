import { describe, expect, it } from 'vitest';
import type { FieldSet, Live, ManagedFields } from '../kube/answer.ts';
import { changedPaths, foreignEntries, foreignPaths, ownEntry, ownedDigest, takenOver, writerOf } from './drift.ts';

const container = (name: string): FieldSet => ({ [`k:{"name":"${name}"}`]: { '.': {}, 'f:name': {}, 'f:image': {} } });
const spec = (fields: FieldSet): FieldSet => ({ 'f:spec': { 'f:replicas': {}, 'f:template': { 'f:spec': { 'f:containers': fields } } } });
const entry = (manager: string, fieldsV1: FieldSet, rest: Partial<ManagedFields> = {}): ManagedFields => ({
  manager,
  operation: 'Update',
  time: '2026-11-21T10:00:00Z',
  fieldsV1,
  ...rest,
});
const oursOnly = entry('home-base-agent', spec(container('web')), { operation: 'Apply' });
const live = (
  change: { replicas?: number; containers?: object[]; managedFields?: ManagedFields[]; annotations?: Record<string, string> } = {},
): Live => ({
  apiVersion: 'apps/v1',
  kind: 'Deployment',
  metadata: {
    name: 'web',
    namespace: 'ns',
    managedFields: change.managedFields ?? [oursOnly],
    ...(change.annotations && { annotations: change.annotations }),
  },
  spec: {
    replicas: change.replicas ?? 1,
    strategy: { type: 'RollingUpdate' },
    template: { spec: { containers: change.containers ?? [{ name: 'web', image: 'a:1', imagePullPolicy: 'Always' }] } },
  },
});

describe('the owned digest', () => {
  it.each([
    ['an annotation of a controller', live({ annotations: { 'deployment.kubernetes.io/revision': '2' } })],
    [
      'a server default in our container',
      live({ containers: [{ name: 'web', image: 'a:1', imagePullPolicy: 'IfNotPresent', terminationMessagePath: '/x' }] }),
    ],
    [
      'a container of somebody else, also before ours',
      live({
        containers: [
          { name: 'sidecar', image: 's:1' },
          { name: 'web', image: 'a:1' },
        ],
      }),
    ],
    ['another entry of managedFields', live({ managedFields: [entry('kubectl', { 'f:x': {} }), oursOnly] })],
    ['a later time of our own entry', live({ managedFields: [{ ...oursOnly, time: '2027-01-01T00:00:00Z' }] })],
  ])('stays with %s', (_, other) => expect(ownedDigest(other)).toBe(ownedDigest(live())));

  it.each([
    ['a value of ours', live({ replicas: 2 })],
    ['a field of our container', live({ containers: [{ name: 'web', image: 'b:1' }] })],
    ['our container gone', live({ containers: [{ name: 'other', image: 'a:1' }] })],
    [
      'a field that we do not hold any more',
      live({ managedFields: [entry('home-base-agent', { 'f:spec': { 'f:replicas': {} } }, { operation: 'Apply' })] }),
    ],
    ['our entry wiped', live({ managedFields: [] })],
  ])('changes with %s', (_, other) => expect(ownedDigest(other)).not.toBe(ownedDigest(live())));

  it('does not look into a container that it only names', () => {
    const named = [entry('home-base-agent', { 'f:metadata': { 'f:annotations': { '.': {} } } }, { operation: 'Apply' })];
    expect(ownedDigest(live({ managedFields: named, annotations: { a: '1' } }))).toBe(
      ownedDigest(live({ managedFields: named, annotations: { b: '2' } })),
    );
  });
});

it('names the changed fields and who wrote them', () => {
  const edited = live({
    replicas: 3,
    containers: [{ name: 'web', image: 'b:1' }],
    managedFields: [
      oursOnly,
      entry('kubectl-edit', { 'f:spec': { 'f:replicas': {} } }, { time: '2026-11-21T11:00:00Z' }),
      entry('kubectl-scale', { 'f:spec': { 'f:paused': {} } }, { time: '2026-11-21T12:00:00Z' }),
    ],
  });
  const paths = changedPaths(oursOnly.fieldsV1 ?? {}, edited, live());
  expect(paths).toEqual(['.spec.replicas', '.spec.template.spec.containers[name="web"].image']);
  expect(writerOf(edited, paths)).toEqual({ manager: 'kubectl-edit', at: '2026-11-21T11:00:00Z' });
  expect(writerOf(live(), ['.spec.replicas']).manager).toBe('unknown');
});

describe('foreign fields', () => {
  const sidecar = entry('kubectl-patch', { 'f:spec': { 'f:template': { 'f:spec': { 'f:containers': container('sidecar') } } } });
  it('are those of people and unknown tools, not of controllers, statuses and finalizers', () => {
    const others = [
      entry('kube-controller-manager', { 'f:metadata': { 'f:annotations': { 'f:x': {} } } }),
      entry('kubectl', { 'f:status': {} }, { subresource: 'status' }),
      entry('cloudnative-pg-operator', { 'f:spec': { 'f:x': {} } }),
      entry('somebody', { 'f:metadata': { 'f:finalizers': { 'v:"a/b"': {} } } }),
    ];
    expect(foreignEntries(live({ managedFields: [oursOnly, ...others, sidecar] }))).toEqual([sidecar]);
    expect(foreignPaths(live({ managedFields: [oursOnly, sidecar] }))).toEqual([
      '.spec.template.spec.containers[name="sidecar"].name',
      '.spec.template.spec.containers[name="sidecar"].image',
    ]);
  });

  it('move into our entry when taken over, once', () => {
    const managed = takenOver(live({ managedFields: [oursOnly, sidecar] }));
    expect(managed).toHaveLength(1);
    expect(ownEntry(live({ managedFields: managed }))?.fieldsV1).toEqual(spec({ ...container('web'), ...container('sidecar') }));
  });
});
