import { Problem } from '@home-base/schema/wire/problem.ts';
import { z } from 'zod';
import { isRaw, type Route } from './define-route.ts';

type Json = Record<string, unknown>;

/** OpenAPI 3.1 of the very routes and contracts that answer. `x-permission` says what a caller needs. */
export function openApi(routes: Route[], publicUrl: string): Json {
  const paths: Record<string, Json> = {};
  for (const route of routes) paths[route.path] = { ...paths[route.path], [route.method]: operation(route) };
  return {
    openapi: '3.1.0',
    info: {
      title: 'Home Base',
      version: '1',
      description: 'Choose batteries and objects for your clusters; agents apply them.',
      license: { name: 'Apache-2.0', identifier: 'Apache-2.0' },
    },
    servers: [{ url: publicUrl }],
    paths,
    components: {
      schemas: { Problem: schemaOf(Problem, 'output') },
      securitySchemes: {
        apiKey: { type: 'http', scheme: 'bearer', description: 'An API key, `hb_…`, bound to an organization and a role.' },
        session: { type: 'apiKey', in: 'cookie', name: 'hb.session_token' },
        agent: { type: 'apiKey', in: 'header', name: 'signature-input', description: 'RFC 9421 signature of an enrolled agent.' },
      },
    },
  };
}

function operation(route: Route): Json {
  const parameters = [...parametersOf(route.params, 'path'), ...parametersOf(route.query, 'query')];
  const isWrite = route.method !== 'get' && route.access !== 'public' && !route.access.startsWith('agent:');
  if (isWrite) parameters.push({ name: 'Idempotency-Key', in: 'header', required: false, schema: { type: 'string', maxLength: 200 } });
  return {
    operationId: route.id,
    summary: route.summary,
    tags: [route.tag],
    'x-permission': route.access,
    security: securityOf(route),
    ...(parameters.length > 0 ? { parameters } : {}),
    ...(route.body ? { requestBody: { required: true, content: { 'application/json': { schema: schemaOf(route.body, 'input') } } } } : {}),
    responses: {
      [route.status]: success(route),
      default: {
        description: 'A problem document (RFC 9457).',
        content: { 'application/problem+json': { schema: { $ref: '#/components/schemas/Problem' } } },
      },
    },
  };
}

function securityOf({ access }: Route): Json[] {
  if (access === 'public') return [];
  if (access.startsWith('agent:')) return [{ agent: [] }];
  const people = [{ apiKey: [] }, { session: [] }];
  return access === 'trust:read' ? [...people, { agent: [] }] : people;
}

function success({ response, summary }: Route): Json {
  if (!response) return { description: 'Done.' };
  if (isRaw(response)) return { description: response.description, content: { [response.contentType]: {} } };
  return { description: summary, content: { 'application/json': { schema: schemaOf(response, 'output') } } };
}

function parametersOf(schema: z.ZodType | undefined, where: 'path' | 'query'): Json[] {
  if (!schema) return [];
  const { properties = {}, required = [] } = schemaOf(schema, 'input') as { properties?: Record<string, Json>; required?: string[] };
  return Object.entries(properties).map(([name, property]) => ({
    name,
    in: where,
    required: where === 'path' || required.includes(name),
    schema: property,
  }));
}

function schemaOf(schema: z.ZodType, io: 'input' | 'output'): Json {
  const { $schema: _, ...rest } = z.toJSONSchema(schema, { io, unrepresentable: 'any' });
  return rest;
}
