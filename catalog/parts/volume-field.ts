import { z } from 'zod';

/** Config field for the size of a volume, in GiB. A volume can grow, and cannot shrink. */
export function volumeField(gib: number, title: string, description: string) {
  return z
    .number()
    .int()
    .min(1, 'at least 1 GiB')
    .max(65_536, 'at most 64 TiB')
    .default(gib)
    .meta({ title, description: `${description} Only grows.`, unit: 'GiB', onlyGrows: true });
}

/** Config field for the class of a battery's volumes. It is fixed once enabled (`readOnly`), because a volume cannot move. */
export const storageClassField = z
  .union([
    z.literal(''),
    z
      .string()
      .max(253)
      .regex(/^[a-z0-9]([-a-z0-9.]*[a-z0-9])?$/, 'expected the name of a storage class'),
  ])
  .default('')
  .meta({ title: 'Storage class', description: "Empty: the cluster's default class.", advanced: true });
