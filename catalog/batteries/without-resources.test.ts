import { labels } from '@home-base/schema/kube/labels.ts';
import { expect, it } from 'vitest';
import { render } from '../materialize.ts';
import { batteryTypes, getBattery } from '../registry.ts';
import { kitchenSink } from '../sample-summary.ts';

const { resources } = render({ summary: kitchenSink({ usage: 'kitchen_sink', provider: 'kind', size: 'tiny' }) });
const saysSo = batteryTypes.filter((type) => / adds nothing to the cluster\.$/.test(getBattery(type).description));

it('a battery for what Home Base and its agent do anyway says so, makes nothing and offers no switch that would do nothing', () => {
  expect(saysSo.sort()).toEqual(['robo_sre', 'stale_resource_cleaner', 'timeline']);
  for (const type of saysSo) {
    expect(resources.filter(({ metadata }) => metadata.labels?.[labels.owner] === `batt_${type}`)).toEqual([]);
    expect(getBattery(type).config.parse({})).toEqual({});
  }
});
