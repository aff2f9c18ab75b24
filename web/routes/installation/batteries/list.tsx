import { type Group, groups } from '@home-base/catalog/define.ts';
import { BatteryRow } from '../../../parts/batteries/battery-row.tsx';
import { PageHeader, Section } from '../../../ui/section.tsx';
import { useInstallation } from '../layout.tsx';
import type { Route } from './+types/list';

export { loader } from './list.server.ts';
export const meta: Route.MetaFunction = () => [{ title: 'Batteries · Home Base' }];

export default function BatteriesPage({ loaderData: { batteries } }: Route.ComponentProps) {
  const enabled = batteries.filter((battery) => battery.enabled).map((battery) => battery.type);
  const installation = useInstallation();
  const present = (Object.keys(groups) as Group[]).filter((group) => batteries.some((battery) => battery.group === group));
  return (
    <>
      <PageHeader
        title="Batteries"
        description={`What this cluster can do. ${enabled.length} of ${batteries.length} are enabled; before you enable one you see what it adds.`}
      />
      {present.map((group) => (
        <Section key={group} title={groups[group]} flush>
          <ul className="divide-y">
            {batteries
              .filter((battery) => battery.group === group)
              .map((battery) => (
                <BatteryRow key={battery.type} battery={battery} enabled={enabled} installation={installation} />
              ))}
          </ul>
        </Section>
      ))}
    </>
  );
}
