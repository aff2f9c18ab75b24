import { RedisInstance, redisPresets } from '@home-base/catalog/objects/redis-instance.ts';
import { defineForm, looseBytes, looseNumber, looseText, sizeShape } from './checked-form.ts';
import { startPreset } from './size-problem.ts';

export const redisForm = defineForm({
  shape: {
    name: looseText,
    mode: looseText,
    instances: looseNumber,
    replicationOf: looseText,
    ...sizeShape,
    storageBytes: looseBytes,
    storageClass: looseText,
    passwordVersion: looseNumber,
  },
  spec: RedisInstance,
  start: ({ size, choices }) => ({ mode: 'standalone', instances: 1, passwordVersion: 1, ...startPreset(redisPresets, size, choices) }),
});
