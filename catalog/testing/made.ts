import type { Resource } from '@home-base/schema/kube/resource.ts';
import { render } from '../materialize.ts';
import type { BatteryType } from '../registry.ts';
import { kitchenSink, type Sample } from '../sample-summary.ts';
import type { Summary } from '../summary.ts';

export type Made = { all: Resource[]; find: (kind: string, name: string) => Resource | undefined };

/** What a settled installation has with these batteries and all they need. Throws when something could not be made. */
export function made(batteries: readonly BatteryType[], more: Partial<Sample> = {}): Made {
  return rendered(kitchenSink({ usage: 'internal_dev', provider: 'kind', size: 'tiny', batteries, ...more }));
}

/** Every battery but one, whatever needs it: for links that a hard need hides. */
export function madeWithout(battery: BatteryType, more: Partial<Sample> = {}): Made {
  const summary = kitchenSink({ usage: 'internal_dev', provider: 'kind', size: 'tiny', ...more });
  return rendered({ ...summary, batteries: summary.batteries.filter(({ type }) => type !== battery) });
}

function rendered(summary: Summary): Made {
  const { resources, failures } = render({ summary });
  const [failure] = failures;
  if (failure) throw new Error(`${failure.battery}: ${failure.message}`);
  return { all: resources, find: (kind, name) => resources.find((one) => one.kind === kind && one.metadata.name === name) };
}
