import { SignIn } from '@home-base/schema/wire/orgs.ts';
import { Form, Link, useSearchParams } from 'react-router';
import { FormErrors } from '../../parts/form-errors.tsx';
import { SignInFrame } from '../../parts/sign-in-frame.tsx';
import { useZodForm } from '../../parts/zod-form.ts';
import { SubmitButton } from '../../ui/button.tsx';
import { Field } from '../../ui/field.tsx';
import { Input } from '../../ui/input.tsx';
import type { Route } from './+types/sign-in';

export { action, loader } from './sign-in.server.ts';
export const meta: Route.MetaFunction = () => [{ title: 'Sign in · Home Base' }];

export default function SignInPage({ actionData }: Route.ComponentProps) {
  const [form, fields] = useZodForm(SignIn, { id: 'sign-in', lastResult: actionData?.result });
  const [params] = useSearchParams();
  return (
    <SignInFrame
      title="Sign in"
      foot={
        <>
          New here?{' '}
          <Link to={{ pathname: '/sign-up', search: params.toString() }} className="prose-link">
            Create an account
          </Link>
        </>
      }
    >
      <Form method="post" id={form.id} onSubmit={form.onSubmit} noValidate={form.noValidate} className="grid gap-4">
        <FormErrors errors={form.errors} />
        <Field meta={fields.email!} label="E-mail">
          {(props) => <Input {...props} type="email" autoComplete="username" />}
        </Field>
        <Field meta={fields.password!} label="Password">
          {(props) => <Input {...props} type="password" autoComplete="current-password" />}
        </Field>
        <SubmitButton busy="Signing in">Sign in</SubmitButton>
      </Form>
    </SignInFrame>
  );
}
