import { computePresets } from '@home-base/catalog/objects/compute-size.ts';
import { Section } from '../../ui/section.tsx';
import { NameField, NeedsBattery } from './common-fields.tsx';
import { ContainersSection, VolumesSection } from './container-fields.tsx';
import type { FieldsProps } from './fields-props.ts';
import { fieldOf } from './form-tree.ts';
import { SizeFields } from './size-fields.tsx';
import { CheckField, TextField } from './text-fields.tsx';

/** The form of a Knative service. */
export function KnativeFields(props: FieldsProps) {
  const { fields } = props;
  return (
    <>
      <Section title="Service">
        <div className="grid gap-4 sm:grid-cols-2">
          <NameField {...props} />
          <TextField
            meta={fieldOf(fields, 'port')}
            label="Port"
            type="number"
            min={1}
            max={65_535}
            help="On which the first container answers HTTP."
          />
          <CheckField meta={fieldOf(fields, 'internal')} label="Internal only" help="Reachable inside the cluster, but not from outside." />
        </div>
      </Section>
      <Section title="Scaling" description="Instances come and go with the calls.">
        <div className="grid gap-4 sm:grid-cols-3">
          <TextField
            meta={fieldOf(fields, 'minInstances')}
            label="Instances at rest"
            type="number"
            min={0}
            max={100}
            help="0: none runs while nobody calls."
          />
          <TextField meta={fieldOf(fields, 'maxInstances')} label="Instances at most" type="number" min={1} max={1000} />
          <TextField
            meta={fieldOf(fields, 'rolloutSeconds')}
            label="Roll-out (seconds)"
            type="number"
            min={0}
            max={86_400}
            help="How long traffic takes to move to a new revision; 0 moves it at once."
          />
        </div>
      </Section>
      <SignInSection {...props} />
      <ContainersSection {...props} />
      <Section title="Compute" description="For each container.">
        <SizeFields {...props} presets={computePresets} />
      </Section>
      <VolumesSection {...props} />
    </>
  );
}

/** The realm is hidden by CSS while nobody has to sign in; the server does not read it then. */
function SignInSection({ fields, choices, at }: FieldsProps) {
  const signIn = fieldOf(fields, 'requireSignIn');
  const missing = ['keycloak', 'sso'].find((type) => !choices.enabled.includes(type));
  if (missing && signIn.initialValue !== 'on')
    return (
      <Section title="Sign-in">
        <p className="text-muted">
          <NeedsBattery type="sso" at={at}>
            To let only signed-in people in, it needs
          </NeedsBattery>
        </p>
      </Section>
    );
  return (
    <Section title="Sign-in">
      <div className="group/sign-in grid gap-4 sm:grid-cols-2">
        <CheckField meta={signIn} label="Require sign-in" help="People sign in through Keycloak before any request reaches the service." />
        <TextField
          meta={fieldOf(fields, 'realm')}
          label="Keycloak realm"
          help="Whose people may come in."
          className="hidden! group-has-[input[type=checkbox]:checked]/sign-in:grid!"
        />
      </div>
    </Section>
  );
}
