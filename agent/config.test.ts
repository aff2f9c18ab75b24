import { expect, test } from 'vitest';
import { ConfigError, readConfig } from './config.ts';

const good = { HOME_BASE_URL: 'https://home-base.example', HOME_BASE_ROOT_SHA256: 'a'.repeat(64) };

test('two settings are enough', () => {
  expect(readConfig(good)).toMatchObject({ pollSeconds: 30, listen: { host: '0.0.0.0', port: 8080 }, enrolmentToken: undefined });
});

test.each([
  [{ HOME_BASE_URL: undefined }, /HOME_BASE_URL is not set/],
  [{ HOME_BASE_URL: 'ftp://x' }, /no http or https address/],
  [{ HOME_BASE_URL: 'https://me:secret@x' }, /user name or password/],
  [{ HOME_BASE_ROOT_SHA256: 'abc' }, /64 hex digits/],
  [{ HOME_BASE_POLL_SECONDS: '0' }, /from 1 to 3600/],
  [{ HOME_BASE_POLL_SECONDS: 'soon' }, /from 1 to 3600/],
  [{ HOME_BASE_LISTEN: '8080' }, /HOME_BASE_LISTEN/],
  [{ HOME_BASE_LOG_LEVEL: 'loud' }, /HOME_BASE_LOG_LEVEL/],
])('%o is refused in one sentence that names the setting', (change, message) => {
  expect(() => readConfig({ ...good, ...change })).toThrow(ConfigError);
  expect(() => readConfig({ ...good, ...change })).toThrow(message);
});

test('a token file that was taken away after the enrolment is no error', () => {
  expect(readConfig({ ...good, HOME_BASE_ENROLMENT_TOKEN_FILE: '/does/not/exist' }).enrolmentToken).toBeUndefined();
});
