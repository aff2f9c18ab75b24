import { describe, expect, test } from 'vitest';
import { parseSignatureHeaders, signatureBase, signatureHeaders } from './http-signature.ts';
import { type Entry, pageOf, paginate } from './manifest.ts';

const entry = (key: string): Entry => [key, 'a'.repeat(64), 10, 3, 'batt_x'];

describe('pages', () => {
  test('hold every entry once, in the page that its key names, sorted', () => {
    const keys = Array.from({ length: 1000 }, (_, index) => `core/ConfigMap/battery-core/c-${(index * 7919) % 1000}`);
    const pages = paginate(keys.map(entry));
    expect(pages).toHaveLength(64);
    expect(
      pages
        .flat()
        .map(([key]) => key)
        .sort(),
    ).toEqual([...keys].sort());
    pages.forEach((page, index) => {
      expect(page.every(([key]) => pageOf(key) === index)).toBe(true);
      expect(page.map(([key]) => key)).toEqual(page.map(([key]) => key).sort());
    });
  });

  test('a changed entry changes one page only', () => {
    const before = paginate(['a/A/-/x', 'b/B/-/y', 'c/C/-/z'].map(entry));
    const after = paginate([entry('a/A/-/x'), ['b/B/-/y', 'b'.repeat(64), 10, 3, 'batt_x'], entry('c/C/-/z')]);
    expect(after.filter((page, index) => JSON.stringify(page) !== JSON.stringify(before[index]))).toHaveLength(1);
  });
});

describe('request signatures (RFC 9421)', () => {
  const parts = {
    method: 'post',
    path: '/v1/agent/bundle',
    query: '',
    contentDigest: 'sha-256=:abc=:',
    created: 1_700_000_000,
    nonce: 'n0nce-n0nce-n0nce',
    keyId: 'agent_01x',
  };

  test('cover method, path, query, digest and all parameters', () => {
    expect(signatureBase(parts)).toBe(
      [
        '"@method": POST',
        '"@path": /v1/agent/bundle',
        '"@query": ?',
        '"content-digest": sha-256=:abc=:',
        '"@signature-params": ("@method" "@path" "@query" "content-digest");created=1700000000;nonce="n0nce-n0nce-n0nce";keyid="agent_01x";alg="ed25519"',
      ].join('\n'),
    );
  });

  test('read back what was written and refuse every other form', () => {
    const signature = 'A'.repeat(86);
    const headers = signatureHeaders(parts, `${signature}==`);
    const read = (input: string) => parseSignatureHeaders({ input, signature: headers.signature });
    const input = headers['signature-input']!;
    expect(read(input)).toEqual({ created: parts.created, nonce: parts.nonce, keyId: parts.keyId, signatureBase64: `${signature}==` });
    expect(read(input.replace('"@query" ', ''))).toBeUndefined();
    expect(read(`${input};expires=1`)).toBeUndefined();
    expect(read(input.replace('ed25519', 'hmac-sha256'))).toBeUndefined();
  });
});
