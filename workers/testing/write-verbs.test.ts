import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { type ObjectCollection, objectCollections } from '@home-base/catalog/objects/object-kinds.ts';
import { agents, auditEvents, resourceStatuses } from '@home-base/schema/db/tables.ts';
import { eq } from 'drizzle-orm';
import { beforeAll, describe, expect, test } from 'vitest';
import { revokeAgent } from '../agents/revoke-agent.ts';
import { createApiKey } from '../api-keys/create.ts';
import { revokeApiKey } from '../api-keys/revoke.ts';
import { disableBattery } from '../batteries/disable.ts';
import { putBattery } from '../batteries/put.ts';
import type { Ctx } from '../context.ts';
import { withSystem } from '../db/with-system.ts';
import { createInstallation } from '../installations/create.ts';
import { createEnrolmentToken } from '../installations/create-enrolment-token.ts';
import { deleteInstallation } from '../installations/delete.ts';
import { setPaused } from '../installations/set-paused.ts';
import { updateInstallation } from '../installations/update.ts';
import { createObject } from '../objects/create.ts';
import { deleteObject } from '../objects/delete.ts';
import { entityOf } from '../objects/stored.ts';
import { updateObject } from '../objects/update.ts';
import { acceptInvitation } from '../orgs/invitations/accept.ts';
import { createInvitation } from '../orgs/invitations/create.ts';
import { revokeInvitation } from '../orgs/invitations/revoke.ts';
import { changeMemberRole } from '../orgs/members/change-role.ts';
import { listMembers } from '../orgs/members/list.ts';
import { removeMember } from '../orgs/members/remove.ts';
import { renameOrg } from '../orgs/rename.ts';
import { createProject } from '../projects/create.ts';
import { deleteProject } from '../projects/delete.ts';
import { exportProject } from '../projects/export.ts';
import { importProject } from '../projects/import.ts';
import { updateProject } from '../projects/update.ts';
import { publish } from '../publish/publish.ts';
import { makeInstallation, preparePublishing, setConfig } from '../publish/testing/installation.ts';
import { approveRemovals } from '../resources/approve-removals.ts';
import { rollback } from '../snapshots/rollback.ts';
import { prepareFor, sampleChange, sampleSpec } from './sample-specs.ts';
import { useWorld } from './use-world.ts';
import { refusalOf, type TestOrg } from './world.ts';

const { world, org, stranger } = useWorld();
let system: Ctx;
beforeAll(async () => {
  ({ system } = await preparePublishing(world()));
});

type Write = {
  action: string;
  /** Files that the case covers: every file that opens rows for writing must be in one. */
  files: string[];
  /** What there must be first, made by the owner; then the write itself, for whoever tries. */
  prepare: (of: TestOrg) => Promise<(ctx: Ctx) => Promise<unknown>>;
  /** A create in one's own org names nothing of a stranger's. */
  namesNothing?: true;
};

let count = 0;
const newName = (prefix: string) => `${prefix}-${++count}`;
const newInstallation = (of: TestOrg) => createInstallation(of.as('owner'), { name: newName('i'), usage: 'development', provider: 'kind' });
async function withBattery(of: TestOrg, type: string) {
  const { id: installationId } = await newInstallation(of);
  await putBattery(of.as('owner'), { installationId, type, config: {}, withNeeds: true });
  return installationId;
}
async function memberOf(of: TestOrg, role: string) {
  const member = (await listMembers(of.as('owner'), { limit: 50 })).items.find((each) => each.email.startsWith(`${role}.`));
  if (!member) throw new Error(`no ${role}`);
  return member;
}
async function newProject(of: TestOrg) {
  const { id: installationId } = await newInstallation(of);
  const { id } = await createProject(of.as('owner'), { installationId, name: newName('p') });
  return { installationId, id };
}

/** Create, update and delete of one kind. */
function writesOfObjects(collection: ObjectCollection): Write[] {
  const make = async (of: TestOrg) => {
    const { id: installationId } = await newInstallation(of);
    await prepareFor(of.as('owner'), installationId, collection);
    return installationId;
  };
  const makeWithObject = async (of: TestOrg) => {
    const installationId = await make(of);
    return { installationId, id: (await createObject(of.as('owner'), collection, { installationId, spec: sampleSpec(collection) })).id };
  };
  const entity = entityOf(collection);
  return [
    {
      action: `${entity}.create`,
      files: ['objects/create.ts'],
      prepare: async (of) => {
        const installationId = await make(of);
        return (ctx) => createObject(ctx, collection, { installationId, spec: sampleSpec(collection) });
      },
    },
    {
      action: `${entity}.update`,
      files: ['objects/update.ts'],
      prepare: async (of) => {
        const object = await makeWithObject(of);
        return (ctx) => updateObject(ctx, collection, { ...object, changes: sampleChange(collection) });
      },
    },
    {
      action: `${entity}.delete`,
      files: ['objects/delete.ts'],
      prepare: async (of) => {
        const object = await makeWithObject(of);
        return (ctx) => deleteObject(ctx, collection, { ...object, confirm: sampleSpec(collection).name });
      },
    },
  ];
}

const writes: Write[] = [
  {
    action: 'installation.create',
    files: ['installations/create.ts'],
    namesNothing: true,
    prepare: async () => (ctx) => createInstallation(ctx, { name: newName('new'), usage: 'development', provider: 'kind' }),
  },
  {
    action: 'installation.update',
    files: ['installations/update.ts'],
    prepare: async (of) => {
      const { id: installationId } = await newInstallation(of);
      return (ctx) => updateInstallation(ctx, { installationId, size: 'large' });
    },
  },
  {
    action: 'installation.pause',
    files: ['installations/set-paused.ts'],
    prepare: async (of) => {
      const { id: installationId } = await newInstallation(of);
      return (ctx) => setPaused(ctx, { installationId, paused: true });
    },
  },
  {
    action: 'installation.delete',
    files: ['installations/delete.ts'],
    prepare: async (of) => {
      const { id: installationId, name } = await newInstallation(of);
      return (ctx) => deleteInstallation(ctx, { installationId, confirm: name });
    },
  },
  {
    action: 'enrolment_token.create',
    files: ['installations/create-enrolment-token.ts'],
    prepare: async (of) => {
      const { id: installationId } = await newInstallation(of);
      return (ctx) => createEnrolmentToken(ctx, { installationId });
    },
  },
  {
    action: 'battery.enable',
    files: ['batteries/put.ts'],
    prepare: async (of) => {
      const { id: installationId } = await newInstallation(of);
      return (ctx) => putBattery(ctx, { installationId, type: 'redis', config: {}, withNeeds: true });
    },
  },
  {
    action: 'battery.disable',
    files: ['batteries/disable.ts'],
    prepare: async (of) => {
      const installationId = await withBattery(of, 'redis');
      return (ctx) => disableBattery(ctx, { installationId, type: 'redis' });
    },
  },
  ...objectCollections.flatMap(writesOfObjects),
  {
    action: 'project.create',
    files: ['projects/create.ts'],
    prepare: async (of) => {
      const { id: installationId } = await newInstallation(of);
      return (ctx) => createProject(ctx, { installationId, name: newName('p') });
    },
  },
  {
    action: 'project.create',
    files: ['projects/import.ts'],
    prepare: async (of) => {
      const project = await newProject(of);
      const document = await exportProject(of.as('owner'), { ...project, visibility: 'public', exclude: [] });
      return (ctx) => importProject(ctx, { installationId: project.installationId, document, name: newName('imported') });
    },
  },
  {
    action: 'project.update',
    files: ['projects/update.ts'],
    prepare: async (of) => {
      const project = await newProject(of);
      return (ctx) => updateProject(ctx, { ...project, description: 'What it is for' });
    },
  },
  {
    action: 'project.delete',
    files: ['projects/delete.ts'],
    prepare: async (of) => {
      const project = await newProject(of);
      return (ctx) => deleteProject(ctx, project);
    },
  },
  {
    action: 'org.rename',
    files: ['orgs/rename.ts'],
    namesNothing: true,
    prepare: async () => (ctx) => renameOrg(ctx, { name: newName('renamed') }),
  },
  {
    action: 'invitation.create',
    files: ['orgs/invitations/create.ts'],
    namesNothing: true,
    prepare: async () => {
      const email = `${newName('invited')}@example.com`;
      return (ctx) => createInvitation(ctx, { email, role: 'viewer' });
    },
  },
  {
    action: 'invitation.revoke',
    files: ['orgs/invitations/revoke.ts'],
    prepare: async (of) => {
      const { id: invitationId } = await createInvitation(of.as('owner'), { email: `${newName('invited')}@example.com`, role: 'viewer' });
      return (ctx) => revokeInvitation(ctx, { invitationId });
    },
  },
  {
    action: 'member.change_role',
    files: ['orgs/members/change-role.ts'],
    prepare: async (of) => {
      const { id: memberId } = await memberOf(of, 'member');
      return (ctx) => changeMemberRole(ctx, { memberId, role: 'viewer' });
    },
  },
  {
    action: 'member.remove',
    files: ['orgs/members/remove.ts'],
    prepare: async (of) => {
      const outsider = await world().makeOrg();
      const { email } = await memberOf(outsider, 'member');
      const { link } = await createInvitation(of.as('owner'), { email, role: 'viewer' });
      await acceptInvitation(outsider.as('member'), { token: link.split('/').at(-1) ?? '' });
      const { items } = await listMembers(of.as('owner'), { limit: 200 });
      const memberId = items.find((each) => each.email === email)?.id;
      if (!memberId) throw new Error(`${email} did not become a member`);
      return (ctx) => removeMember(ctx, { memberId });
    },
  },
  {
    action: 'api_key.create',
    files: ['api-keys/create.ts'],
    namesNothing: true,
    prepare: async () => (ctx) => createApiKey(ctx, { name: newName('key'), role: 'viewer' }),
  },
  {
    action: 'api_key.revoke',
    files: ['api-keys/revoke.ts'],
    prepare: async (of) => {
      const { id: apiKeyId } = await createApiKey(of.as('owner'), { name: newName('key'), role: 'viewer' });
      return (ctx) => revokeApiKey(ctx, { apiKeyId });
    },
  },
  {
    action: 'snapshot.rollback',
    files: ['snapshots/rollback.ts'],
    prepare: async (of) => {
      const installationId = await makeInstallation(system, of, ['battery_core']);
      await publish(system, installationId);
      await setConfig(system, installationId, 'battery_core', { isolation: false });
      await publish(system, installationId);
      return (ctx) => rollback(ctx, { installationId, version: 1 });
    },
  },
  {
    action: 'installation.approve_removals',
    files: ['resources/approve-removals.ts'],
    prepare: async (of) => {
      const { id: installationId } = await newInstallation(of);
      const key = { key: 'core/ConfigMap/x/old', group: '', kind: 'ConfigMap', namespace: 'x', name: 'old' };
      await withSystem(system, 'test', (tx) =>
        tx.insert(resourceStatuses).values({ orgId: of.orgId, installationId, ...key, state: 'held', health: 'unknown' }),
      );
      return (ctx) => approveRemovals(ctx, { installationId, confirm: '1' });
    },
  },
  {
    action: 'agent.revoke',
    files: ['agents/revoke-agent.ts'],
    prepare: async (of) => {
      const { id: installationId } = await newInstallation(of);
      const keys = { signingKey: 'k', sealingKey: 's', clusterUid: 'u', version: '0', kubernetesVersion: 'v' };
      const [agent] = await withSystem(system, 'test', (tx) =>
        tx
          .insert(agents)
          .values({ orgId: of.orgId, installationId, ...keys })
          .returning({ id: agents.id }),
      );
      if (!agent) throw new Error('no agent');
      return (ctx) => revokeAgent(ctx, { installationId, agentId: agent.id });
    },
  },
];

const auditOf = (of: TestOrg) =>
  withSystem(world().ctx({ type: 'system', reason: 'test' }), 'audit rows of a test', (tx) =>
    tx.select().from(auditEvents).where(eq(auditEvents.orgId, of.orgId)),
  );

describe.each(writes)('$action', ({ action, prepare, namesNothing }) => {
  test('works and leaves an audit row that names who did it', async () => {
    const run = await prepare(org());
    const ctx = org().as('owner');
    await run(ctx);
    const written = (await auditOf(org()))
      .filter((event) => event.requestId === ctx.requestId)
      .map((event) => ({ action: event.action, actor: event.actor.type }));
    expect(written).toContainEqual({ action, actor: 'user' });
  });

  test('is refused for a viewer, and nothing is written', async () => {
    const run = await prepare(org());
    const ctx = org().as('viewer');
    expect((await refusalOf(run(ctx))).code).toBe('forbidden');
    expect((await auditOf(org())).filter((event) => event.requestId === ctx.requestId)).toEqual([]);
  });

  test.skipIf(namesNothing)('does not find another org’s', async () => {
    const run = await prepare(org());
    expect((await refusalOf(run(stranger().as('owner')))).code).toBe('not_found');
  });
});

test('every file that opens rows for writing has a case here, and every case a file', () => {
  const root = join(import.meta.dirname, '..');
  const covered = new Set(writes.flatMap((write) => write.files));
  const writing = readdirSync(root, { recursive: true, encoding: 'utf8' })
    .filter((file) => file.endsWith('.ts') && !file.includes('.test.') && !file.includes('node_modules') && !file.startsWith('api/'))
    .filter((file) => /withOrg\(\s*ctx,\s*'[\w-]+:(write|delete)'/.test(readFileSync(join(root, file), 'utf8')));
  expect([...covered].toSorted()).toEqual(writing.toSorted());
});
