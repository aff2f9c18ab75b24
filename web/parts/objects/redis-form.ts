import { RedisInstance } from '@home-base/catalog/objects/redis-instance.ts';
import type { z } from 'zod';
import { checkedForm, looseBytes, looseNumber, looseText, sizeShape } from './checked-form.ts';

const shape = {
  name: looseText,
  mode: looseText,
  instances: looseNumber,
  replicationOf: looseText,
  ...sizeShape,
  storageBytes: looseBytes,
  storageClass: looseText,
  passwordVersion: looseNumber,
};
type Filled = z.output<z.ZodObject<typeof shape>>;

export const RedisForm = checkedForm(shape, RedisInstance, (form) => form);

/** The checked object of a form that `RedisForm` accepted. */
export function readRedisForm(form: Filled): RedisInstance {
  return RedisInstance.parse(form);
}
