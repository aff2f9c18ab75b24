import { objectCollections, objectKinds } from '@home-base/catalog/objects/object-kinds.ts';
import { idSchema } from '@home-base/schema/ids/id.ts';
import { IfUpdatedAt } from '@home-base/schema/wire/if-updated-at.ts';
import { ListQuery, listOf } from '@home-base/schema/wire/list.ts';
import { ExportProjectQuery, ImportPreview, ImportProject, ProjectExport } from '@home-base/schema/wire/project-export.ts';
import { CreatedProject, CreateProject, Project, ProjectDetails, UpdateProject } from '@home-base/schema/wire/projects.ts';
import { z } from 'zod';
import { createProject } from '../projects/create.ts';
import { deleteProject } from '../projects/delete.ts';
import { exportProject } from '../projects/export.ts';
import { getProject } from '../projects/get.ts';
import { importProject } from '../projects/import.ts';
import { listProjects } from '../projects/list.ts';
import { previewImport } from '../projects/preview-import.ts';
import { updateProject } from '../projects/update.ts';
import { defineRoute } from './define-route.ts';
import { InstallationParams } from './params.ts';

const tag = 'Projects';
const all = '/v1/installations/{installationId}/projects';
const ProjectParams = InstallationParams.extend({ id: idSchema('project') });

/** Each object as its own create takes it, so that a misspelt field is found here too. */
const [first, ...others] = objectCollections.map((collection) =>
  z.object({ kind: z.literal(objectKinds[collection].path), spec: z.object<z.ZodRawShape>(objectKinds[collection].schema.shape) }),
);
if (!first) throw new Error('the catalog has no kind of object');
const ProjectObjects = z
  .array(
    z.discriminatedUnion('kind', [first, ...others], {
      error: `choose one of ${objectCollections.map((collection) => objectKinds[collection].path).join(', ')}`,
    }),
  )
  .max(100, 'at most 100 objects at once')
  .default([]);

export const projectRoutes = [
  defineRoute({
    method: 'get',
    path: all,
    id: 'listProjects',
    summary: 'List projects',
    tag,
    access: 'objects:read',
    params: InstallationParams,
    query: ListQuery,
    response: listOf(Project),
    run: (ctx, { params, query }) => listProjects(ctx, { ...params, ...query }),
  }),
  defineRoute({
    method: 'post',
    path: all,
    id: 'createProject',
    summary: 'Create a project, with objects and the batteries that they need: all or nothing',
    tag,
    access: 'objects:write',
    params: InstallationParams,
    body: CreateProject.extend({ objects: ProjectObjects }),
    status: 201,
    response: CreatedProject,
    run: (ctx, { params, body }) => createProject(ctx, { ...params, ...body }),
  }),
  defineRoute({
    method: 'get',
    path: `${all}/{id}`,
    id: 'getProject',
    summary: 'Get a project with its objects and their health',
    tag,
    access: 'objects:read',
    params: ProjectParams,
    response: ProjectDetails,
    run: (ctx, { params }) => getProject(ctx, params),
  }),
  defineRoute({
    method: 'patch',
    path: `${all}/{id}`,
    id: 'updateProject',
    summary: 'Change name or description of a project',
    tag,
    access: 'objects:write',
    params: ProjectParams,
    query: IfUpdatedAt,
    body: UpdateProject,
    response: ProjectDetails,
    run: (ctx, { params, query, body }) => updateProject(ctx, { ...params, ...query, ...body }),
  }),
  defineRoute({
    method: 'delete',
    path: `${all}/{id}`,
    id: 'deleteProject',
    summary: 'Delete a project that has no objects',
    tag,
    access: 'objects:write',
    params: ProjectParams,
    run: (ctx, { params }) => deleteProject(ctx, params),
  }),
  defineRoute({
    method: 'get',
    path: `${all}/{id}/export`,
    id: 'exportProject',
    summary: 'A signed document of the project, without secrets, for an import elsewhere',
    tag,
    access: 'objects:read',
    params: ProjectParams,
    query: ExportProjectQuery,
    response: ProjectExport,
    run: (ctx, { params, query }) => exportProject(ctx, { ...params, ...query }),
  }),
  defineRoute({
    method: 'post',
    path: `${all}/import/preview`,
    id: 'previewImport',
    summary: 'What an import would create, and what stands in its way',
    tag,
    access: 'objects:read',
    params: InstallationParams,
    body: ImportProject,
    response: ImportPreview,
    run: (ctx, { params, body }) => previewImport(ctx, { ...params, ...body }),
  }),
  defineRoute({
    method: 'post',
    path: `${all}/import`,
    id: 'importProject',
    summary: 'Create the project of a document, with its objects and the batteries that they need: all or nothing',
    tag,
    access: 'objects:write',
    params: InstallationParams,
    body: ImportProject,
    status: 201,
    response: CreatedProject,
    run: (ctx, { params, body }) => importProject(ctx, { ...params, ...body }),
  }),
];
