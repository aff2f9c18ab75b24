import type { Facts } from '@home-base/schema/wire/agent.ts';
import { expect, it } from 'vitest';
import { summaryFactsOf } from './store-facts.ts';

const facts: Facts = { kubernetesVersion: 'v1', nodes: [], storageClasses: [], podCount: 0 };
const many = (length: number) => Array.from({ length }, (_, number) => `10.0.0.${100 + number}`);

it('renders with the first sixteen addresses, whoever told of more', () => {
  const loadBalancers = { 'core/Service/a/ingress-b': many(40).reverse(), 'core/Service/a/ingress-a': many(30) };
  expect(summaryFactsOf({ ...facts, loadBalancers }).ingressAddresses).toEqual(many(16));
  expect(summaryFactsOf(facts, { ingressAddresses: many(40) }).ingressAddresses).toEqual(many(16));
  expect(summaryFactsOf({ ...facts, loadBalancers: {} }, { ingressAddresses: many(2) }).ingressAddresses).toEqual([]);
});

it('keeps issuers that were ready once, but no more than a report takes, and those that are ready first', () => {
  const named = (name: string, length: number) => Array.from({ length }, (_, number) => `${name}-${100 + number}`);
  const { readyIssuers } = summaryFactsOf({ ...facts, readyIssuers: named('new', 60) }, { readyIssuers: named('a', 60) });
  expect(readyIssuers).toEqual([...named('a', 40), ...named('new', 60)]);
});
