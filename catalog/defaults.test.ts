import { describe, expect, it, test } from 'vitest';
import { defaultBatteries, defaultSize } from './defaults.ts';
import { providers, usages } from './define.ts';
import { batteryTypes, getBattery, needsOf } from './registry.ts';

/** The whole table of the plan, as types; what the catalog lacks is filtered away below. */
const base = 'battery_core cloudnative_pg gateway_api istio istio_gateway robo_sre stale_resource_cleaner';
const aws = 'aws_load_balancer_controller battery_ca cert_manager karpenter';
const observed = 'battery_ca cert_manager cloudnative_pg_barman grafana victoria_metrics vm_agent';
const sink =
  'battery_ca battery_core cert_manager cloudnative_pg cloudnative_pg_barman ferretdb forgejo gateway_api grafana istio istio_csr istio_gateway keycloak kiali knative kube_monitoring loki node_feature_discovery notebooks nvidia_device_plugin ollama promtail redis robo_sre sso stale_resource_cleaner timeline traditional_services trivy_operator trust_manager victoria_metrics vm_agent';
const everyProvider = (types: string) => ({ kind: `${types} metallb`, aws: `${types} ${aws}`, provided: types });
const test_ = 'battery_core cloudnative_pg gateway_api istio istio_gateway metallb';
const table = {
  internal_dev: everyProvider(base),
  development: everyProvider(base),
  internal_int_test: { kind: test_, aws: test_, provided: test_ },
  internal_prod: everyProvider(`${base} ${observed} ferretdb traditional_services`),
  production: everyProvider(`${base} ${observed} kube_monitoring timeline`),
  secure_production: everyProvider(`${base} ${observed} kube_monitoring timeline keycloak`),
  kitchen_sink: { kind: `${sink} metallb`, aws: `${sink} aws_load_balancer_controller karpenter`, provided: `${sink} metallb` },
};

describe.each(usages)('a new installation for %s', (usage) => {
  it.each(providers)('on %s starts with the batteries of the plan, each after what it needs', (provider) => {
    const planned = new Set(table[usage][provider].split(' '));
    const found = defaultBatteries(usage, provider);
    expect([...found].sort()).toEqual(batteryTypes.filter((type) => planned.has(type)).sort());
    found.forEach((type, index) => {
      for (const need of needsOf(type)) expect(found.indexOf(need)).toBeLessThan(index);
    });
  });
});

test('the recommended size follows the provider and usage, and says why', () => {
  expect(usages.map((usage) => defaultSize('kind', usage).size)).toEqual(usages.map(() => 'tiny'));
  expect(usages.map((usage) => defaultSize('provided', usage).size)).toEqual(usages.map(() => 'medium'));
  expect(usages.map((usage) => defaultSize('aws', usage).size)).toEqual(['small', 'large', 'large', 'small', 'large', 'large', 'large']);
  for (const provider of providers) for (const usage of usages) expect(defaultSize(provider, usage).because.length).toBeGreaterThan(40);
});

test('every need of every battery is in the catalog', () => {
  for (const type of batteryTypes)
    expect(getBattery(type).needs.filter((need) => !batteryTypes.some((other) => other === need))).toEqual([]);
});
