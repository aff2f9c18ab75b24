import { SignUp } from '@home-base/schema/wire/orgs.ts';
import { Form, Link, useSearchParams } from 'react-router';
import { FormErrors } from '../../parts/form-errors.tsx';
import { SignInFrame } from '../../parts/sign-in-frame.tsx';
import { useZodForm } from '../../parts/zod-form.ts';
import { SubmitButton } from '../../ui/button.tsx';
import { Field } from '../../ui/field.tsx';
import { Input } from '../../ui/input.tsx';
import type { Route } from './+types/sign-up';

export { action, loader } from './sign-up.server.ts';
export const meta: Route.MetaFunction = () => [{ title: 'Create an account · Home Base' }];

export default function SignUpPage({ actionData }: Route.ComponentProps) {
  const [form, fields] = useZodForm(SignUp, { id: 'sign-up', lastResult: actionData?.result });
  const [params] = useSearchParams();
  return (
    <SignInFrame
      title="Create an account"
      foot={
        <>
          Already have one?{' '}
          <Link to={{ pathname: '/sign-in', search: params.toString() }} className="prose-link">
            Sign in
          </Link>
        </>
      }
    >
      <Form method="post" id={form.id} onSubmit={form.onSubmit} noValidate={form.noValidate} className="grid gap-4">
        <FormErrors errors={form.errors} />
        <Field meta={fields.name!} label="Your name">
          {(props) => <Input {...props} autoComplete="name" />}
        </Field>
        <Field meta={fields.email!} label="E-mail">
          {(props) => <Input {...props} type="email" autoComplete="username" />}
        </Field>
        <Field meta={fields.password!} label="Password" help="At least 10 characters. A sentence you can remember is better than a riddle.">
          {(props) => <Input {...props} type="password" autoComplete="new-password" />}
        </Field>
        <Field meta={fields.orgName!} label="Organization" help="Who the clusters belong to. You can add people to it later.">
          {(props) => <Input {...props} autoComplete="organization" />}
        </Field>
        <SubmitButton busy="Creating your account">Create account</SubmitButton>
      </Form>
    </SignInFrame>
  );
}
