import {
  CatalogBattery,
  DisableBatteryQuery,
  EnabledBattery,
  PutBattery,
  PutBatteryQuery,
  PutBatteryResult,
} from '@home-base/schema/wire/batteries.ts';
import { listOf } from '@home-base/schema/wire/list.ts';
import { z } from 'zod';
import { disableBattery } from '../batteries/disable.ts';
import { listBatteries } from '../batteries/list.ts';
import { listCatalog } from '../batteries/list-catalog.ts';
import { putBattery } from '../batteries/put.ts';
import { defineRoute } from './define-route.ts';
import { InstallationParams } from './params.ts';

const tag = 'Batteries';
const all = '/v1/installations/{installationId}/batteries';
const BatteryParams = InstallationParams.extend({ type: z.string().max(60) });

export const batteryRoutes = [
  defineRoute({
    method: 'get',
    path: '/v1/catalog/batteries',
    id: 'listCatalog',
    summary: 'Batteries that there are',
    tag,
    access: 'batteries:read',
    response: listOf(CatalogBattery),
    run: (ctx) => listCatalog(ctx),
  }),
  defineRoute({
    method: 'get',
    path: all,
    id: 'listBatteries',
    summary: 'Batteries that are enabled',
    tag,
    access: 'batteries:read',
    params: InstallationParams,
    response: listOf(EnabledBattery),
    run: (ctx, { params }) => listBatteries(ctx, params),
  }),
  defineRoute({
    method: 'put',
    path: `${all}/{type}`,
    id: 'putBattery',
    summary: 'Enable a battery or change its configuration',
    tag,
    access: 'batteries:write',
    params: BatteryParams,
    query: PutBatteryQuery,
    body: PutBattery,
    response: PutBatteryResult,
    run: (ctx, { params, query, body }) => putBattery(ctx, { ...params, ...query, ...body }),
  }),
  defineRoute({
    method: 'delete',
    path: `${all}/{type}`,
    id: 'disableBattery',
    summary: 'Disable a battery',
    tag,
    access: 'batteries:write',
    params: BatteryParams,
    query: DisableBatteryQuery,
    run: (ctx, { params, query }) => disableBattery(ctx, { ...params, ...query }),
  }),
];
