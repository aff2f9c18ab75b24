import { getBattery, needsOf } from '@home-base/catalog/registry.ts';
import { Boxes, ExternalLink } from 'lucide-react';
import { Form, Link } from 'react-router';
import { configFields, configForm } from '../../../parts/batteries/config-fields.ts';
import { EffectWords } from '../../../parts/batteries/effect-words.tsx';
import { NeedsTree } from '../../../parts/batteries/needs-tree.tsx';
import { FormErrors } from '../../../parts/form-errors.tsx';
import { groupPlaces } from '../../../parts/groups.ts';
import { HealthSummary } from '../../../parts/health.tsx';
import { MadeFrom, useMadeFrom } from '../../../parts/made-from.tsx';
import { DefaultSubmit } from '../../../parts/objects/default-submit.tsx';
import { fieldsOf } from '../../../parts/objects/form-tree.ts';
import { PodSection } from '../../../parts/objects/pod-rows.tsx';
import { useMayChange, ViewerNotice } from '../../../parts/rights.tsx';
import { SchemaFields } from '../../../parts/schema-form.tsx';
import { TallyStatus } from '../../../parts/tally.tsx';
import { useZodForm } from '../../../parts/zod-form.ts';
import { StatusDot } from '../../../ui/badge.tsx';
import { Breadcrumbs } from '../../../ui/breadcrumbs.tsx';
import { ButtonLink, SubmitButton } from '../../../ui/button.tsx';
import { KeyValues } from '../../../ui/key-values.tsx';
import { PageHeader, Section } from '../../../ui/section.tsx';
import { Time } from '../../../ui/time.tsx';
import { useInstallation } from '../layout.tsx';
import type { Route } from './+types/show';

export { action, loader } from './show.server.ts';
export const meta: Route.MetaFunction = ({ params }) => [{ title: `${params.type} · Batteries · Home Base` }];

export default function BatteryPage({ loaderData, actionData }: Route.ComponentProps) {
  const { id, name: installationName, usage } = useInstallation();
  const at = `/installations/${id}`;
  const { enabled, preview, tally, url, enabledTypes, live } = loaderData;
  const battery = getBattery(loaderData.type);
  const mayChange = useMayChange();
  const offered = battery.usages.includes(usage);
  const list = configFields(battery, enabled !== undefined);
  const config = enabled?.effectiveConfig ?? battery.config.parse({});
  const { madeFrom, isStale } = useMadeFrom({ of: battery.type, newest: enabled?.updatedAt ?? 'none', answer: actionData });
  const [form, fields] = useZodForm(configForm(battery), {
    id: `battery-${battery.type}-${madeFrom}`,
    lastResult: actionData?.result,
    defaultValue: { config },
  });
  return (
    <>
      <Breadcrumbs
        items={[
          { label: installationName, to: at },
          { label: groupPlaces[battery.group].label, to: `${at}/groups/${battery.group}` },
          { label: battery.name },
        ]}
      />
      <PageHeader
        title={battery.name}
        description={battery.description}
        status={enabled ? <TallyStatus tally={tally} /> : <StatusDot tone="idle">Not enabled</StatusDot>}
        actions={
          enabled && (
            <>
              {url && (
                <ButtonLink icon={ExternalLink} to={url} target="_blank" rel="noreferrer">
                  Open
                </ButtonLink>
              )}
              <ButtonLink icon={Boxes} to={`${at}/resources?battery=${battery.type}`}>
                Resources
              </ButtonLink>
            </>
          )
        }
      />
      {!offered && !enabled && (
        <p>
          This battery is not offered for the usage {usage.replaceAll('_', ' ')}: it is for{' '}
          {battery.usages.map((each) => each.replaceAll('_', ' ')).join(', ')}.
        </p>
      )}
      {preview && (
        <Section title="What enabling it does">
          <div className="grid gap-4">
            <EffectWords verb="Adds" effect={preview.effect} changed={preview.changed} />
            {preview.alsoEnabled.length > 0 && (
              <p>
                Also enables{' '}
                {preview.alsoEnabled.map(({ type, name }, index) => (
                  <span key={type}>
                    {index > 0 && ', '}
                    <Link to={`${at}/batteries/${type}`} className="prose-link">
                      {name}
                    </Link>
                  </span>
                ))}
                , which it needs.
              </p>
            )}
            {preview.alsoCreated.length > 0 && (
              <p>
                Also creates {preview.alsoCreated.map(({ noun, name: created }) => `the ${noun} “${created}”`).join(', ')}, yours to size
                afterwards.
              </p>
            )}
            <NeedsTree type={battery.type} enabled={enabledTypes} at={at} />
          </div>
        </Section>
      )}
      {enabled && (
        <Section title="State">
          <div className="grid gap-4">
            {tally && <HealthSummary counts={tally.health} />}
            <KeyValues
              items={[
                ['Enabled', <Time key="at" at={enabled.createdAt} />],
                [
                  'Needs',
                  needsOf(battery.type)
                    .map((need) => getBattery(need).name)
                    .join(', ') || 'nothing',
                ],
                ['Needed by', enabled.neededBy.map((other) => getBattery(other).name).join(', ') || 'nothing that is enabled'],
              ]}
            />
          </div>
        </Section>
      )}
      {live && live.pods.length > 0 && <PodSection {...live} name={battery.name} empty="" />}
      {(offered || enabled) && (
        <Section title="Configuration" description={enabled ? undefined : 'These are good as they are; you can change most of them later.'}>
          <Form method="post" id={form.id} onSubmit={form.onSubmit} noValidate={form.noValidate} className="grid max-w-xl gap-4">
            <DefaultSubmit />
            <ViewerNotice />
            <MadeFrom value={madeFrom} />
            <FormErrors errors={form.errors} isStale={isStale} />
            <fieldset disabled={!mayChange} className="contents">
              {list.length > 0 ? (
                <SchemaFields form={form} fields={fieldsOf(fields.config)} list={list} />
              ) : (
                <p className="text-muted">There is nothing to configure.</p>
              )}
            </fieldset>
            {mayChange && (!enabled || list.length > 0) && (
              <div>
                <SubmitButton busy={enabled ? 'Saving' : 'Enabling'}>{enabled ? 'Save' : `Enable ${battery.name}`}</SubmitButton>
              </div>
            )}
          </Form>
        </Section>
      )}
      {enabled?.uninstallable && mayChange && (
        <Section title="Disable" tone="danger">
          <div className="flex flex-wrap items-center justify-between gap-3">
            <p className="text-muted">The next page shows what would be removed before anything happens.</p>
            <ButtonLink variant="danger" to={`${at}/batteries/${battery.type}/disable`}>
              Disable {battery.name}…
            </ButtonLink>
          </div>
        </Section>
      )}
      {enabled && !enabled.uninstallable && (
        <p className="text-xs text-muted">{battery.name} cannot be disabled once it is enabled: others build on it, or it holds data.</p>
      )}
    </>
  );
}
