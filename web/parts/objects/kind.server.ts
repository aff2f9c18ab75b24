import type { ObjectCollection } from '@home-base/catalog/objects/object-kinds.ts';
import type { Id } from '@home-base/schema/ids/id.ts';
import type { ObjectId } from '@home-base/workers/objects/stored.ts';
import { data } from 'react-router';
import { requireId } from '../params.server.ts';
import { findPage, type KindPage } from './kinds.ts';

/** The kind of object of this address; any other word below an installation is a page that is not there. */
export function requireKind(segment: string): KindPage {
  const kind = findPage(segment);
  if (!kind) throw data({ code: 'not_found', detail: `There is no page "${segment}": check the address.` }, { status: 404 });
  return kind;
}

/** Kind and ids of an object's address. */
export function requireObjectAt(params: { installationId: string; objects: string; id: string }): {
  kind: KindPage;
  installationId: Id<'installation'>;
  id: ObjectId<ObjectCollection>;
} {
  const kind = requireKind(params.objects);
  return { kind, installationId: requireId('installation', params.installationId), id: requireId(kind.idKind, params.id) };
}

/** Verbs name the fields of an object; its form has them below `spec`. */
export function specField(path: string): string {
  return path && `spec.${path}`;
}
