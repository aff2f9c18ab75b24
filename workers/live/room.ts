import { type Id, idSchema } from '@home-base/schema/ids/id.ts';
import { type AgentNudge, BlobsRequest, BundleRequest } from '@home-base/schema/wire/agent.ts';
import { z } from 'zod';
import { answerBlobs } from '../agents/blobs.ts';
import { composeBundle } from '../agents/bundle.ts';
import { loadRepository, loadRoots, readVersions, type Served, serve } from '../agents/repository.ts';
import { type Env, parseEnv } from '../env.ts';
import { loggedError } from '../logged-error.ts';
import { runAsSystem } from '../open-ctx.ts';
import { publish } from '../publish/publish.ts';
import { Refusal } from '../refusal.ts';
import { parseOnlineKeys } from '../trust/keys.ts';
import type { StoredRoot } from '../trust/roots.ts';
import { type Admission, openAdmission } from './admission.ts';
import { refusalResponse } from './room-call.ts';
import { autoResponse, type RoomRuntime, socketPair, upgradeResponse } from './runtime.ts';
import { openTexts, type Texts } from './texts.ts';
import { timestampSigner } from './timestamps.ts';

const InstallationId = idSchema('installation');
const Admit = z.object({ agentId: z.string(), nonce: z.string(), created: z.number() });
const Revoke = z.object({ agentId: z.string() });

/** Memory older than this is compared with the database after an answer: a poke may have been lost. */
const recheckMs = 30_000;
const firstRetryMs = 500;
const maxRetryMs = 60_000;
/** A publish takes a fraction of a second; one that has not ended by now hangs on a dead connection, and the alarm must not hang with it. */
const publishDeadlineMs = 30_000;

/**
 * One room an installation (a Durable Object named by its id): publishes with a single flight, signs timestamps, keeps nonces and sockets, and
 * answers bundles from memory. It holds no truth but those: lose it, and the next request loads everything again.
 */
export class Room {
  private readonly runtime: RoomRuntime;
  private readonly env: Env;
  private readonly admission: Admission;
  private readonly timestamp: ReturnType<typeof timestampSigner>;
  private readonly texts: Texts;
  private served: Promise<Served | undefined> | undefined;
  private roots: Promise<StoredRoot[]> | undefined;
  private checkedAtMs = 0;

  constructor(runtime: RoomRuntime, bindings: Record<string, unknown>) {
    this.runtime = runtime;
    this.env = parseEnv(bindings);
    this.texts = openTexts(this.env);
    this.admission = openAdmission(runtime.storage.sql);
    this.timestamp = timestampSigner(runtime.storage, () => parseOnlineKeys(this.env.TUF_KEYS));
    runtime.setWebSocketAutoResponse(autoResponse('ping', 'pong'));
  }

  /** `https://room/{installationId}/…`, from `callRoom` only: whoever gets here was authenticated by the Worker. */
  async fetch(request: Request): Promise<Response> {
    const [, id, ...rest] = new URL(request.url).pathname.split('/');
    const installationId = InstallationId.parse(id);
    try {
      return await this.answer(installationId, `/${rest.join('/')}`, request);
    } catch (error) {
      if (error instanceof Refusal) return refusalResponse(error);
      console.error(
        JSON.stringify({
          level: 'error',
          message: 'room failed',
          installationId,
          ...loggedError(error),
        }),
      );
      return new Response('the room failed', { status: 500 });
    }
  }

  private async answer(installationId: Id<'installation'>, path: string, request: Request): Promise<Response> {
    switch (path) {
      case '/poke':
        await this.schedule(installationId, Date.now());
        return new Response(null, { status: 204 });
      case '/nudge':
        this.tell('browser', {});
        return new Response(null, { status: 204 });
      case '/revoke':
        this.revoke(Revoke.parse(await request.json()).agentId);
        return new Response(null, { status: 204 });
      case '/agent/admit':
        this.admission.admit(Admit.parse(await request.json()), Date.now());
        return new Response(null, { status: 204 });
      case '/agent/bundle':
        return this.bundle(installationId, BundleRequest.parse(await request.json()));
      case '/agent/blobs':
        return this.blobBatch(installationId, BlobsRequest.parse(await request.json()).sha256);
      case '/timestamp':
        return new Response(await this.signedTimestamp(installationId, await this.require(installationId)));
      case '/connect/browser':
        return this.connect(['browser']);
      case '/connect/agent':
        return this.connect(['agent', z.string().parse(request.headers.get('x-agent'))]);
      default:
        return new Response(`the room knows no ${path}`, { status: 404 });
    }
  }

  /** Publish. A poke during a run sets the alarm again, which gives exactly one more run after it (the runtime never runs two at once). */
  async alarm(): Promise<void> {
    const stored = await this.runtime.storage.get('installation');
    if (stored === undefined) return;
    const installationId = InstallationId.parse(stored);
    try {
      const outcome = await runAsSystem(this.env, 'room: publish', (ctx) => withinDeadline(publish(ctx, installationId)));
      await this.runtime.storage.put('failures', 0);
      this.checkedAtMs = Date.now();
      if (outcome.kind === 'published') {
        this.texts.remember(outcome.blobs);
        this.show(serve(outcome.repository));
      } else if (outcome.kind === 'gone') this.close();
      else await this.compare(installationId, outcome);
    } catch (error) {
      console.error(
        JSON.stringify({
          level: 'error',
          message: 'publish failed, the room retries',
          installationId,
          ...loggedError(error),
        }),
      );
      // Backing off is ours: an alarm that throws is retried six times only.
      const failures =
        z
          .number()
          .catch(0)
          .parse(await this.runtime.storage.get('failures')) + 1;
      await this.runtime.storage.put('failures', failures);
      const delayMs = Math.min(maxRetryMs, firstRetryMs * 2 ** (failures - 1)) * (0.75 + Math.random() / 2);
      await this.schedule(installationId, Date.now() + delayMs);
    }
    this.tell('browser', {});
  }

  webSocketMessage(): void {
    // Nothing is asked over the socket but `ping`, which the runtime answers without waking the room.
  }

  webSocketClose(socket: WebSocket, code: number): void {
    // 1005 and 1006 say that no code was sent; they may not be sent themselves.
    socket.close(code === 1005 || code === 1006 ? 1000 : code);
  }

  /** The installation is gone: nobody comes in any more. */
  private close(): void {
    this.admission.close();
    this.served = undefined;
    for (const socket of this.runtime.getWebSockets('agent')) {
      socket.send(JSON.stringify({ type: 'revoked' } satisfies AgentNudge));
      socket.close(4401, 'the installation was deleted');
    }
  }

  private async schedule(installationId: Id<'installation'>, atMs: number): Promise<void> {
    await this.runtime.storage.put('installation', installationId);
    const set = await this.runtime.storage.getAlarm();
    if (set === null || set > atMs) await this.runtime.storage.setAlarm(atMs);
  }

  private async bundle(installationId: Id<'installation'>, request: BundleRequest): Promise<Response> {
    const repository = await this.require(installationId);
    this.roots ??= this.keepTrying(runAsSystem(this.env, 'room: roots', loadRoots), () => (this.roots = undefined));
    const published = { repository, roots: await this.roots, timestamp: await this.signedTimestamp(installationId, repository) };
    const bundle = await composeBundle(published, request, this.texts.pages(repository), this.texts.blobs(repository));
    this.recheckLater(installationId);
    return Response.json(bundle);
  }

  private async blobBatch(installationId: Id<'installation'>, names: readonly string[]): Promise<Response> {
    const repository = await this.require(installationId);
    const listed = await this.texts.listed(installationId, repository);
    return Response.json(await answerBlobs(names, (name) => listed.has(name), this.texts.blobs(repository)));
  }

  private signedTimestamp(installationId: Id<'installation'>, { tufVersion, snapshot }: Served): Promise<string> {
    return this.timestamp({ installationId, tufVersion, snapshot }, Date.now());
  }

  /** Nothing is said at once: an agent and a page ask for everything when their socket stands. */
  private connect(tags: string[]): Response {
    const { client, server } = socketPair();
    this.runtime.acceptWebSocket(server, tags);
    return upgradeResponse(client);
  }

  private revoke(agentId: string): void {
    this.admission.revoke(agentId);
    for (const socket of this.runtime.getWebSockets(agentId)) {
      socket.send(JSON.stringify({ type: 'revoked' } satisfies AgentNudge));
      socket.close(4401, 'revoked');
    }
    this.tell('browser', {});
  }

  private tell(tag: 'agent' | 'browser', { version }: { version?: number }): void {
    const text = JSON.stringify({ type: 'changed', ...(version === undefined ? {} : { version }) });
    for (const socket of this.runtime.getWebSockets(tag)) {
      try {
        socket.send(text);
      } catch {
        // Closing: its owner connects again and asks anew.
      }
    }
  }

  private current(installationId: Id<'installation'>): Promise<Served | undefined> {
    this.served ??= this.keepTrying(
      runAsSystem(this.env, 'room: load', (ctx) => loadRepository(ctx, installationId)).then((served) => {
        // Nothing is published yet: nothing to keep.
        if (!served) this.served = undefined;
        this.checkedAtMs = Date.now();
        return served;
      }),
      () => (this.served = undefined),
    );
    return this.served;
  }

  private async require(installationId: Id<'installation'>): Promise<Served> {
    const served = await this.current(installationId);
    if (served) return served;
    await this.schedule(installationId, Date.now());
    throw new Refusal('unavailable', 'This installation is being published for the first time. Ask again in a moment.', {
      retryAfterSeconds: 1,
    });
  }

  private show(served: Served): void {
    this.served = Promise.resolve(served);
    this.roots = undefined;
    this.tell('agent', { version: served.version });
  }

  /** Memory against the database: a rollback, a re-signing or another run may have published beside us. */
  private async compare(installationId: Id<'installation'>, versions: { version: number; tufVersion: number }): Promise<void> {
    const held = await this.served;
    if (held?.version === versions.version && held.tufVersion === versions.tufVersion) return;
    this.served = undefined;
    const served = await this.current(installationId);
    if (served) this.show(served);
  }

  private recheckLater(installationId: Id<'installation'>): void {
    const nowMs = Date.now();
    if (nowMs - this.checkedAtMs < recheckMs) return;
    this.checkedAtMs = nowMs;
    const recheck = async () => {
      const versions = await runAsSystem(this.env, 'room: recheck', (ctx) => readVersions(ctx, installationId));
      if (!versions) return this.close();
      await this.compare(installationId, versions);
      if (versions.lags) await this.schedule(installationId, Date.now());
    };
    this.runtime.waitUntil(recheck().catch(() => undefined));
  }

  private keepTrying<T>(work: Promise<T>, forget: () => void): Promise<T> {
    work.catch(forget);
    return work;
  }
}

/** Work that is given up goes on by itself until its next transaction, which its closed Database refuses. */
function withinDeadline<T>(work: Promise<T>): Promise<T> {
  return new Promise((resolve, reject) => {
    const timer = setTimeout(() => reject(new Error(`the publish did not end within ${publishDeadlineMs / 1000} s`)), publishDeadlineMs);
    work.then(resolve, reject).finally(() => clearTimeout(timer));
  });
}
