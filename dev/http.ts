/** A caller of Home Base's API for scripts and tests: throws with the problem's own words when the answer is not 2xx. */
export type Api = { url: string; call: <T>(method: string, path: string, body?: unknown, headers?: Record<string, string>) => Promise<T> };

export function homeBaseApi(url: string, authorization: Record<string, string>): Api {
  return {
    url,
    call: async <T>(method: string, path: string, body?: unknown, headers: Record<string, string> = {}) => {
      const response = await fetch(`${url}${path}`, {
        method,
        headers: {
          accept: 'application/json',
          origin: url,
          ...authorization,
          ...headers,
          ...(body === undefined ? {} : { 'content-type': 'application/json' }),
        },
        body: body === undefined ? undefined : JSON.stringify(body),
        redirect: 'manual',
      });
      const text = await response.text();
      if (!response.ok) throw new Error(`${method} ${path}: ${response.status} ${text.slice(0, 2000)}`);
      return (text ? JSON.parse(text) : undefined) as T;
    },
  };
}

export const bearer = (apiKey: string) => ({ authorization: `Bearer ${apiKey}` });
