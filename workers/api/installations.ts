import { Facts } from '@home-base/schema/wire/agent.ts';
import {
  CreatedInstallation,
  CreateInstallation,
  DeleteInstallation,
  DerivedDefaults,
  EnrolmentToken,
  Installation,
  providers,
  UpdateInstallation,
  UpdateInstallationQuery,
  usages,
} from '@home-base/schema/wire/installations.ts';
import { ListQuery, listOf } from '@home-base/schema/wire/list.ts';
import { z } from 'zod';
import { createInstallation } from '../installations/create.ts';
import { createEnrolmentToken } from '../installations/create-enrolment-token.ts';
import { deleteInstallation } from '../installations/delete.ts';
import { deriveDefaults } from '../installations/derive-defaults.ts';
import { getInstallation } from '../installations/get.ts';
import { getFacts } from '../installations/get-facts.ts';
import { listInstallations } from '../installations/list.ts';
import { pauseInstallation } from '../installations/pause.ts';
import { resumeInstallation } from '../installations/resume.ts';
import { updateInstallation } from '../installations/update.ts';
import { defineRoute } from './define-route.ts';
import { InstallationParams } from './params.ts';

const tag = 'Installations';
const one = '/v1/installations/{installationId}';

export const installationRoutes = [
  defineRoute({
    method: 'post',
    path: '/v1/installations',
    id: 'createInstallation',
    summary: 'Create an installation',
    tag,
    access: 'installations:write',
    body: CreateInstallation,
    status: 201,
    response: CreatedInstallation,
    run: (ctx, { body }) => createInstallation(ctx, body),
  }),
  defineRoute({
    method: 'get',
    path: '/v1/installations',
    id: 'listInstallations',
    summary: 'List installations',
    tag,
    access: 'installations:read',
    query: ListQuery,
    response: listOf(Installation),
    run: (ctx, { query }) => listInstallations(ctx, query),
  }),
  defineRoute({
    method: 'get',
    path: '/v1/installation-defaults',
    id: 'getInstallationDefaults',
    summary: 'What a new installation would start with, and why',
    tag,
    access: 'installations:read',
    query: z.object({ usage: z.enum(usages), provider: z.enum(providers) }),
    response: DerivedDefaults,
    run: async (_, { query }) => deriveDefaults(query.usage, query.provider),
  }),
  defineRoute({
    method: 'get',
    path: one,
    id: 'getInstallation',
    summary: 'Get an installation',
    tag,
    access: 'installations:read',
    params: InstallationParams,
    response: Installation,
    run: (ctx, { params }) => getInstallation(ctx, params),
  }),
  defineRoute({
    method: 'patch',
    path: one,
    id: 'updateInstallation',
    summary: 'Change name, size or drift policy',
    tag,
    access: 'installations:write',
    params: InstallationParams,
    query: UpdateInstallationQuery,
    body: UpdateInstallation,
    response: Installation,
    run: (ctx, { params, query, body }) => updateInstallation(ctx, { ...params, ...query, ...body }),
  }),
  defineRoute({
    method: 'delete',
    path: one,
    id: 'deleteInstallation',
    summary: 'Remove everything from the cluster, then the installation',
    tag,
    access: 'installations:delete',
    params: InstallationParams,
    query: DeleteInstallation,
    status: 202,
    response: z.object({ state: z.enum(['deleting', 'deleted']) }),
    run: (ctx, { params, query }) => deleteInstallation(ctx, { ...params, ...query }),
  }),
  defineRoute({
    method: 'post',
    path: `${one}/pause`,
    id: 'pauseInstallation',
    summary: 'Let the agent change nothing until it is resumed',
    tag,
    access: 'installations:write',
    params: InstallationParams,
    response: Installation,
    run: (ctx, { params }) => pauseInstallation(ctx, params),
  }),
  defineRoute({
    method: 'post',
    path: `${one}/resume`,
    id: 'resumeInstallation',
    summary: 'Let the agent apply and heal again',
    tag,
    access: 'installations:write',
    params: InstallationParams,
    response: Installation,
    run: (ctx, { params }) => resumeInstallation(ctx, params),
  }),
  defineRoute({
    method: 'get',
    path: `${one}/facts`,
    id: 'getFacts',
    summary: 'What the agent said last about its cluster',
    tag,
    access: 'installations:read',
    params: InstallationParams,
    response: z.object({ facts: Facts.nullable() }),
    run: (ctx, { params }) => getFacts(ctx, params),
  }),
  defineRoute({
    method: 'post',
    path: `${one}/enrolment-tokens`,
    id: 'createEnrolmentToken',
    summary: 'Make a single-use token and the line that installs an agent with it',
    tag,
    access: 'enrolment-tokens:write',
    params: InstallationParams,
    status: 201,
    response: EnrolmentToken,
    showsSecret: true,
    run: (ctx, { params }) => createEnrolmentToken(ctx, params),
  }),
];
