import { expect, it } from 'vitest';
import { type ImageName, images } from '../images.ts';
import { lock } from './lock.ts';

const operators: [battery: string, image: ImageName][] = [
  ['cloudnative_pg', 'cloudnative_pg'],
  ['cloudnative_pg_barman', 'cnpg_plugin_barman'],
  ['redis', 'redis_operator'],
  ['metallb', 'metallb_controller'],
  ['karpenter', 'karpenter'],
  ['aws_load_balancer_controller', 'aws_load_balancer_controller'],
];

it.each(operators)('D2: the operator of %s runs the version that its definitions are of', (battery, image) => {
  const refs = new Set(lock.files.filter((file) => file.battery === battery).map(({ ref }) => ref.replace(/^v/, '')));
  expect([...refs]).toEqual([images[image].tag.replace(/^v/, '')]);
});
