import { randomUUID } from 'node:crypto';
import { existsSync, openSync, readFileSync, truncateSync, writeSync } from 'node:fs';
import { createRequire } from 'node:module';

/* eslint-disable @typescript-eslint/no-explicit-any -- the protocol's generated classes come without types */

/**
 * A stand-in for EventStoreDB, for tests where no real one can be had: it speaks the server's own protocol (appends, reads, filtered
 * subscriptions, deletions) to the real client, over the wire, from memory. It is made from what was observed of a real server; it proves that
 * the adapter and the client work together, and proves nothing about the server. The same suites run on a real one under `EVENTSTORE_URL`.
 * With a file it outlives its process: an append is in the file before it is answered.
 */

const here = createRequire(import.meta.url);
const fromClient = createRequire(here.resolve('@eventstore/db-client'));
const grpc: any = fromClient('@grpc/grpc-js');
const load = (name: string): any => fromClient(`../generated/${name}`);
const streams = load('streams_pb.js');
const shared = load('shared_pb.js');
const status = load('status_pb.js');
const features = load('serverfeatures_pb.js');
const { StreamsService } = load('streams_grpc_pb.js');
const { ServerFeaturesService } = load('serverfeatures_grpc_pb.js');
const any = fromClient('google-protobuf/google/protobuf/any_pb.js');

interface Stored {
  readonly stream: string;
  readonly revision: bigint;
  readonly position: bigint;
  readonly id: string;
  readonly type: string;
  readonly contentType: string;
  readonly data: Uint8Array;
  readonly metadata: Uint8Array;
  readonly created: number;
}

type New = Pick<Stored, 'id' | 'type' | 'contentType' | 'data' | 'metadata'>;
type Expected = bigint | 'any' | 'no_stream' | 'stream_exists';

interface Stream {
  readonly events: Stored[];
  next: bigint;
  tombstoned: boolean;
  before: bigint;
  /** Milliseconds; hidden when older. */
  maxAge: number;
  maxCount: number;
}

class Refused extends Error {
  constructor(
    readonly reason: 'wrong-version' | 'deleted' | 'too-large',
    readonly current?: bigint,
  ) {
    super(reason);
  }
}

/** The greatest revision there is: a stream's tombstone. */
const LAST = 9_223_372_036_854_775_807n;
const MAX_APPEND = 1024 * 1024;
/** A live subscriber that has not taken so many events is let go. */
const LIVE_BUFFER = 32;

export interface StandInFaults {
  /** Called before an append is carried out; what it returns happens instead of an answer. */
  onAppend?:
    ((stream: string) => 'answer' | 'swallow-answer' | 'swallow' | Promise<'answer' | 'swallow-answer' | 'swallow'>) | undefined;
}

export class EventStoreStandIn {
  readonly faults: StandInFaults = {};
  readonly #log: Stored[] = [];
  readonly #streams = new Map<string, Stream>();
  readonly #live = new Set<() => void>();
  readonly #calls = new Set<any>();
  #server: any;
  #port = 0;
  #file: number | undefined;
  /** So many appends were written. */
  written = 0;
  /** So many reads were asked for. */
  reads = 0;
  /** Places do not grow with what is written, as they never do in the server. */
  flat = false;
  /** So many appends named no event or no stream. */
  badRequests = 0;
  /** So far ahead of its clients' clocks is its own, milliseconds. */
  ahead = 0;
  /** Subscribers find it so many events behind another server, which answered them before. */
  behind = 0;
  /** How long after its first answer to such an append the server answers once more, milliseconds. */
  secondAnswerMs = 2000;

  static async start(port = 0, file?: string): Promise<EventStoreStandIn> {
    const standIn = new EventStoreStandIn();
    if (file !== undefined) standIn.#keepIn(file);
    // As in a server that was never used.
    if (standIn.#log.length === 0) standIn.write('$$$scavenges', '$metadata', { $maxAge: 2_592_000 });
    await standIn.listen(port);
    return standIn;
  }

  get url(): string {
    return `esdb://127.0.0.1:${this.#port}?tls=false&keepAliveInterval=10000`;
  }

  get subscribers(): number {
    return this.#live.size;
  }

  async listen(port = this.#port): Promise<void> {
    // As many calls at once on a connection as the server's.
    const server = new grpc.Server({ 'grpc.max_receive_message_length': 32 * 1024 * 1024, 'grpc.max_concurrent_streams': 100 });
    server.addService(StreamsService, {
      read: (call: any) => this.#read(call),
      append: (call: any, callback: any) => this.#append(call, callback),
      batchAppend: (call: any) => this.#batchAppend(call),
      delete: (call: any, callback: any) => this.#delete(call, callback, false),
      tombstone: (call: any, callback: any) => this.#delete(call, callback, true),
    });
    server.addService(ServerFeaturesService, {
      getSupportedMethods: (_: unknown, callback: any) => {
        const methods = new features.SupportedMethods();
        methods.setEventStoreServerVersion('23.10.0');
        for (const name of ['BatchAppend', 'Append', 'Read']) {
          const method = new features.SupportedMethod();
          method.setServiceName('event_store.client.streams.Streams');
          method.setMethodName(name);
          methods.addMethods(method);
        }
        callback(null, methods);
      },
    });
    await new Promise<void>((resolve, reject) => {
      server.bindAsync(`127.0.0.1:${port}`, grpc.ServerCredentials.createInsecure(), (error: Error | null, bound: number) => {
        if (error) reject(error);
        else {
          this.#port = bound;
          resolve();
        }
      });
    });
    this.#server = server;
  }

  /** As a killed process: every connection breaks at once. What was written stays. */
  kill(): void {
    this.#server?.forceShutdown();
    this.#server = undefined;
    this.#calls.clear();
    this.#live.clear();
  }

  /** As a server that is asked to end: nobody new comes in, those who are there are answered for a while, then every call breaks. */
  async endInOrder(grace: number): Promise<void> {
    this.#server?.tryShutdown(() => undefined); // Subscriptions keep it from ending by itself.
    await new Promise((resolve) => setTimeout(resolve, grace));
    this.kill();
  }

  /** Ends every subscription with an error, connections stay: as a server that ends in order, or lets go of slow consumers. */
  dropSubscriptions(code: number, details: string): void {
    for (const call of this.#calls) call.emit('error', { code, details, metadata: new grpc.Metadata() });
    this.#calls.clear();
  }

  close(): void {
    this.kill();
  }

  /** As somebody who writes into the log beside the product. */
  write(stream: string, type: string, data: object | Uint8Array, id: string = randomUUID()): Stored {
    const bytes = data instanceof Uint8Array ? data : new TextEncoder().encode(JSON.stringify(data));
    const contentType = data instanceof Uint8Array ? 'application/octet-stream' : 'application/json';
    return this.#store(stream, [{ id, type, contentType, data: bytes, metadata: new Uint8Array() }])[0] as Stored;
  }

  /** Takes over what a killed process left; a line that it did not end was never answered. */
  #keepIn(file: string): void {
    const text = existsSync(file) ? readFileSync(file, 'utf8') : '';
    const whole = text.slice(0, text.lastIndexOf('\n') + 1);
    for (const line of whole.split('\n')) {
      if (line === '') continue;
      const { stream, deleted, events } = JSON.parse(line) as {
        stream: string;
        deleted: boolean;
        events: (Omit<New, 'data' | 'metadata'> & { data: string; metadata: string; created: number })[];
      };
      if (deleted) this.#stream(stream).next = LAST;
      this.#store(
        stream,
        events.map(({ data, metadata, ...rest }) => ({
          ...rest,
          data: Buffer.from(data, 'base64'),
          metadata: Buffer.from(metadata, 'base64'),
        })),
      );
      if (deleted) this.#stream(stream).tombstoned = true;
    }
    if (whole.length < text.length) truncateSync(file, Buffer.byteLength(whole));
    this.#file = openSync(file, 'a', 0o600);
  }

  // ── the log ─────────────────────────────────────────────────────────────────────────────────────────────────────────────────

  #stream(name: string): Stream {
    const known = this.#streams.get(name) ?? {
      events: [],
      next: 0n,
      tombstoned: false,
      before: 0n,
      maxAge: Infinity,
      maxCount: Infinity,
    };
    this.#streams.set(name, known);
    return known;
  }

  #visible(name: string): Stored[] | undefined {
    const stream = this.#streams.get(name);
    if (!stream || stream.next === 0n || stream.before >= LAST) return undefined;
    const { before, maxAge, maxCount } = stream;
    if (before === 0n && maxAge === Infinity && maxCount === Infinity) return stream.events;
    const first = stream.next - BigInt(Math.min(Number(stream.next), maxCount));
    const since = Date.now() - maxAge;
    return stream.events.filter(({ revision, created }) => revision >= before && revision >= first && created >= since);
  }

  #store(name: string, events: readonly (New & { readonly created?: number })[]): Stored[] {
    const stream = this.#stream(name);
    // What was deleted and is written again begins behind what was there.
    if (stream.before >= LAST) stream.before = stream.next;
    const stored = events.map((event): Stored => {
      // As the server's, a place in its file: it grows with what is written.
      const position =
        (this.#log.at(-1)?.position ?? 0n) + 137n + (this.flat ? 0n : BigInt(event.data.length + event.metadata.length));
      const made = { ...event, stream: name, revision: stream.next, position, created: event.created ?? Date.now() };
      stream.next += 1n;
      stream.events.push(made);
      this.#log.push(made);
      return made;
    });
    if (name.startsWith('$$')) {
      for (const { type, data } of events) {
        if (type !== '$metadata') continue;
        const text = new TextDecoder().decode(data);
        const said = (what: string): string | undefined => new RegExp(`"\\$${what}":\\s*(\\d+)`).exec(text)?.[1];
        const hidden = this.#stream(name.slice(2));
        hidden.before = BigInt(said('tb') ?? 0);
        hidden.maxAge = Number(said('maxAge') ?? Infinity) * 1000;
        hidden.maxCount = Number(said('maxCount') ?? Infinity);
      }
    }
    if (this.#file !== undefined) {
      const line = {
        stream: name,
        deleted: events.some(({ type }) => type === '$streamDeleted'),
        events: stored.map(({ id, type, contentType, data, metadata, created }) => ({
          id,
          type,
          contentType,
          data: Buffer.from(data).toString('base64'),
          metadata: Buffer.from(metadata).toString('base64'),
          created,
        })),
      };
      writeSync(this.#file, `${JSON.stringify(line)}\n`);
    }
    this.written += 1;
    for (const wake of this.#live) wake();
    return stored;
  }

  #judge(name: string, expected: Expected, events: readonly New[]): { revision: bigint; position: bigint } {
    const stream = this.#stream(name);
    if (stream.tombstoned) throw new Refused('deleted');
    const bytes = events.reduce((sum, { data, metadata }) => sum + data.length + metadata.length, 0);
    if (bytes > MAX_APPEND) throw new Refused('too-large');
    const current = stream.next - 1n;
    const empty = stream.next === 0n || stream.before >= LAST;
    const fits =
      expected === 'any' ||
      (expected === 'no_stream' && empty) ||
      (expected === 'stream_exists' && !empty) ||
      expected === current;
    if (fits && !(expected === 'any' && this.#knownAt(stream, events))) {
      const last = this.#store(name, events).at(-1) as Stored;
      return { revision: last.revision, position: last.position };
    }
    const first = expected === 'no_stream' ? 0n : typeof expected === 'bigint' ? expected + 1n : undefined;
    const known = this.#knownAt(stream, events, first);
    if (known) return { revision: known.revision, position: known.position };
    throw new Refused('wrong-version', empty ? undefined : current);
  }

  /** Where exactly these ids stand in a row. Data are not compared. */
  #knownAt(stream: Stream, events: readonly New[], first?: bigint): Stored | undefined {
    const start = first ?? stream.events.find(({ id }) => id === events[0]?.id)?.revision;
    if (start === undefined) return undefined;
    const there = events.map((_, index) => stream.events.find(({ revision }) => revision === start + BigInt(index)));
    return there.every((one, index) => one?.id === events[index]?.id) ? there.at(-1) : undefined;
  }

  // ── appends ─────────────────────────────────────────────────────────────────────────────────────────────────────────────────

  #batchAppend(call: any): void {
    const open = new Map<string, { options: any; events: New[] }>();
    call.on('data', (request: any) => {
      const correlation = request.getCorrelationId().getString() as string;
      const batch = open.get(correlation) ?? { options: request.getOptions(), events: [] };
      open.set(correlation, batch);
      for (const proposed of request.getProposedMessagesList()) batch.events.push(newOf(proposed));
      if (!request.getIsFinal()) return;
      open.delete(correlation);
      const { options, events } = batch;
      const name = nameOf(options.getStreamIdentifier());
      if (name === '' || events.some(({ id, type }) => !UUID.test(id) || type === '')) {
        this.badRequests += 1;
        const response = new streams.BatchAppendResp();
        response.setCorrelationId(request.getCorrelationId());
        response.setStreamIdentifier(options.getStreamIdentifier());
        const refusal = new status.Status();
        refusal.setMessage('BadRequest');
        const details = new any.Any();
        details.pack(new shared.BadRequest().serializeBinary(), 'event_store.client.BadRequest');
        refusal.setDetails(details);
        response.setError(refusal);
        call.write(response);
        // As the server does when its commit times out: the same correlation id a second time.
        setTimeout(() => call.write(response), this.secondAnswerMs);
        return;
      }
      if (options.getDeadline().toDate().getTime() <= Date.now() + this.ahead) {
        const response = new streams.BatchAppendResp();
        response.setCorrelationId(request.getCorrelationId());
        response.setStreamIdentifier(options.getStreamIdentifier());
        const late = new status.Status();
        const details = new any.Any();
        details.pack(new shared.Timeout().serializeBinary(), 'event_store.client.Timeout');
        late.setDetails(details);
        response.setError(late);
        call.write(response);
        return;
      }
      const expected: Expected = options.hasStreamPosition()
        ? BigInt(options.getStreamPosition() as string)
        : options.hasNoStream()
          ? 'no_stream'
          : options.hasStreamExists()
            ? 'stream_exists'
            : 'any';
      void this.#answered(name, () => this.#judge(name, expected, events)).then((outcome) => {
        if (outcome === undefined) return;
        const response = new streams.BatchAppendResp();
        response.setCorrelationId(request.getCorrelationId());
        response.setStreamIdentifier(options.getStreamIdentifier());
        if (outcome instanceof Refused) response.setError(statusOf(outcome, expected));
        else {
          const success = new streams.BatchAppendResp.Success();
          success.setCurrentRevision(outcome.revision.toString());
          const position = new shared.AllStreamPosition();
          position.setCommitPosition(outcome.position.toString());
          position.setPreparePosition(outcome.position.toString());
          success.setPosition(position);
          response.setSuccess(success);
        }
        call.write(response);
      });
    });
    call.on('end', () => call.end());
    call.on('error', () => undefined); // The client went away.
  }

  #append(call: any, callback: any): void {
    let options: any;
    const events: New[] = [];
    call.on('data', (request: any) => {
      if (request.hasOptions()) options = request.getOptions();
      else events.push(newOf(request.getProposedMessage()));
    });
    call.on('error', () => undefined); // The client went away.
    call.on('end', () => {
      const name = nameOf(options.getStreamIdentifier());
      const expected: Expected = options.hasRevision()
        ? BigInt(options.getRevision() as string)
        : options.hasNoStream()
          ? 'no_stream'
          : options.hasStreamExists()
            ? 'stream_exists'
            : 'any';
      void this.#answered(name, () => this.#judge(name, expected, events)).then((outcome) => {
        if (outcome === undefined) return;
        const response = new streams.AppendResp();
        if (outcome instanceof Refused) {
          if (outcome.reason !== 'wrong-version') return callback(exception(outcome.reason, name));
          const wrong = new streams.AppendResp.WrongExpectedVersion();
          if (outcome.current === undefined) wrong.setCurrentNoStream(new shared.Empty());
          else wrong.setCurrentRevision(outcome.current.toString());
          if (typeof expected === 'bigint') wrong.setExpectedRevision(expected.toString());
          else if (expected === 'no_stream') wrong.setExpectedNoStream(new shared.Empty());
          else wrong.setExpectedAny(new shared.Empty());
          response.setWrongExpectedVersion(wrong);
        } else {
          const success = new streams.AppendResp.Success();
          success.setCurrentRevision(outcome.revision.toString());
          const position = new streams.AppendResp.Position();
          position.setCommitPosition(outcome.position.toString());
          position.setPreparePosition(outcome.position.toString());
          success.setPosition(position);
          response.setSuccess(success);
        }
        callback(null, response);
      });
    });
  }

  async #answered<T>(name: string, run: () => T): Promise<T | Refused | undefined> {
    const what = (await this.faults.onAppend?.(name)) ?? 'answer';
    if (what === 'swallow') return undefined;
    try {
      const outcome = run();
      return what === 'swallow-answer' ? undefined : outcome;
    } catch (error) {
      if (error instanceof Refused) return error;
      throw error;
    }
  }

  #delete(call: any, callback: any, forEver: boolean): void {
    const name = nameOf(call.request.getOptions().getStreamIdentifier());
    const stream = this.#stream(name);
    if (stream.tombstoned) return callback(exception('deleted', name));
    // The server finds a stream missing that nobody wrote, whatever is expected; a tombstone burns its name all the same.
    if (!forEver && stream.next === 0n) return callback(exception('wrong-version', name));
    if (forEver) {
      stream.next = LAST;
      this.#store(name, [
        {
          id: randomUUID(),
          type: '$streamDeleted',
          contentType: 'application/octet-stream',
          data: new Uint8Array(),
          metadata: new Uint8Array(),
        },
      ]);
      stream.tombstoned = true;
    } else {
      const data = new TextEncoder().encode(`{"$tb":${LAST}}`);
      this.#store(`$$${name}`, [
        { id: randomUUID(), type: '$metadata', contentType: 'application/json', data, metadata: new Uint8Array() },
      ]);
    }
    const response = forEver ? new streams.TombstoneResp() : new streams.DeleteResp();
    response.setNoPosition(new shared.Empty());
    callback(null, response);
  }

  // ── reads ───────────────────────────────────────────────────────────────────────────────────────────────────────────────────

  #read(call: any): void {
    const options = call.request.getOptions();
    call.on('error', () => undefined); // The client went away.
    if (options.hasSubscription()) return this.#subscribe(call, options);
    this.reads += 1;
    const backwards = options.getReadDirection() === 1;
    const most = Number(options.getCount());
    let found: Stored[];
    if (options.hasStream()) {
      const asked = options.getStream();
      const name = nameOf(asked.getStreamIdentifier());
      if (this.#streams.get(name)?.tombstoned) return void call.emit('error', exception('deleted', name));
      const visible = this.#visible(name);
      if (!visible) {
        const response = new streams.ReadResp();
        const missing = new streams.ReadResp.StreamNotFound();
        missing.setStreamIdentifier(asked.getStreamIdentifier());
        response.setStreamNotFound(missing);
        call.write(response);
        return call.end();
      }
      const from = asked.hasRevision() ? BigInt(asked.getRevision() as string) : undefined;
      const first = visible[0]?.revision ?? 0n;
      const at = from === undefined ? undefined : Number(from - first);
      if (backwards)
        found = visible
          .slice(0, at === undefined ? undefined : Math.max(0, at + 1))
          .slice(-most)
          .reverse();
      else found = asked.hasEnd() ? [] : visible.slice(Math.max(0, at ?? 0));
    } else {
      const asked = options.getAll();
      const from = asked.hasPosition() ? BigInt(asked.getPosition().getCommitPosition() as string) : undefined;
      const log = this.#log;
      const at = from === undefined ? (backwards ? log.length : 0) : this.#firstAt(from);
      const start = Math.max(0, Math.min(log.length, at));
      if (backwards) found = log.slice(Math.max(0, start - most), start).reverse();
      else found = asked.hasEnd() ? [] : log.slice(start, start + most);
    }
    for (const stored of found.slice(0, most)) call.write(eventOf(stored));
    call.end();
  }

  /** The first event at a place or behind it. */
  #firstAt(from: bigint): number {
    let [low, high] = [0, this.#log.length];
    while (low < high) {
      const middle = (low + high) >> 1;
      if ((this.#log[middle] as Stored).position < from) low = middle + 1;
      else high = middle;
    }
    return low;
  }

  #subscribe(call: any, options: any): void {
    const all = options.getAll();
    const filter = options.hasFilter() ? options.getFilter() : undefined;
    const by = filter?.hasEventType() ? 'type' : 'stream';
    const prefixes: string[] = filter
      ? (by === 'type' ? filter.getEventType() : filter.getStreamIdentifier()).getPrefixList()
      : [''];
    const window = filter?.hasMax() ? Number(filter.getMax()) * Number(filter.getCheckpointintervalmultiplier()) : 32;
    let next = 0;
    if (all.hasPosition()) {
      const from = BigInt(all.getPosition().getCommitPosition() as string);
      const prepare = BigInt(all.getPosition().getPreparePosition() as string);
      if (from < prepare)
        return void call.emit('error', { code: 2, details: 'Exception was thrown by handler.', metadata: new grpc.Metadata() });
      // Exclusive; a checkpoint {n, 0} stands before the event {n, n}.
      next = this.#log.findIndex(({ position }) => position > from || (position === from && prepare < from));
      if (next < 0) next = this.#log.length;
      // What lies behind its own end it takes for new when it comes there, whatever place it was given.
      next = Math.min(next, this.#log.length - this.behind);
    } else if (all.hasEnd()) next = this.#log.length;

    const confirmation = new streams.ReadResp();
    const id = new streams.ReadResp.SubscriptionConfirmation();
    id.setSubscriptionId(randomUUID());
    confirmation.setConfirmation(id);
    call.write(confirmation);
    this.#calls.add(call);

    let live = false;
    let examined = 0;
    let waiting = false;
    let over = false;
    const end = (): void => {
      over = true;
      this.#live.delete(pump);
      this.#calls.delete(call);
    };
    const pump = (): void => {
      if (over) return;
      if (waiting) {
        if (live && this.#log.length - next > LIVE_BUFFER) {
          end();
          call.emit('error', {
            code: 10,
            details: 'Consumer too slow to handle event while live. Client resubscription required.',
            metadata: new grpc.Metadata(),
          });
        }
        return;
      }
      while (next < this.#log.length && !over) {
        const stored = this.#log[next] as Stored;
        next += 1;
        examined += 1;
        let room = true;
        if (prefixes.some((prefix) => (by === 'type' ? stored.type : stored.stream).startsWith(prefix)))
          room = call.write(eventOf(stored));
        if (filter && examined % window === 0) {
          const response = new streams.ReadResp();
          const checkpoint = new streams.ReadResp.Checkpoint();
          checkpoint.setCommitPosition(stored.position.toString());
          checkpoint.setPreparePosition(live ? stored.position.toString() : '0');
          response.setCheckpoint(checkpoint);
          // In the history a checkpoint names the event itself without its prepare position: what comes again was not lost.
          call.write(response);
        }
        if (!room) {
          waiting = true;
          call.once('drain', () => {
            waiting = false;
            pump();
          });
          return;
        }
      }
      if (!live && !over) {
        live = true;
        const response = new streams.ReadResp();
        response.setCaughtUp(new streams.ReadResp.CaughtUp());
        call.write(response);
      }
    };
    this.#live.add(pump);
    call.on('cancelled', end);
    call.on('close', end);
    call.on('error', end);
    pump();
  }
}

const UUID = /^[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i;

const nameOf = (identifier: any): string => Buffer.from(identifier.getStreamName_asU8() as Uint8Array).toString('utf8');

const newOf = (proposed: any): New => ({
  id: proposed.getId().getString() as string,
  type: proposed.getMetadataMap().get('type') as string,
  contentType: proposed.getMetadataMap().get('content-type') as string,
  data: proposed.getData_asU8() as Uint8Array,
  metadata: proposed.getCustomMetadata_asU8() as Uint8Array,
});

const eventOf = (stored: Stored): any => {
  const recorded = new streams.ReadResp.ReadEvent.RecordedEvent();
  const id = new shared.UUID();
  id.setString(stored.id);
  recorded.setId(id);
  const identifier = new shared.StreamIdentifier();
  identifier.setStreamName(Buffer.from(stored.stream, 'utf8').toString('base64'));
  recorded.setStreamIdentifier(identifier);
  recorded.setStreamRevision(stored.revision.toString());
  recorded.setCommitPosition(stored.position.toString());
  recorded.setPreparePosition(stored.position.toString());
  recorded.getMetadataMap().set('type', stored.type);
  recorded.getMetadataMap().set('content-type', stored.contentType);
  recorded.getMetadataMap().set('created', String(BigInt(stored.created) * 10_000n));
  recorded.setCustomMetadata(stored.metadata);
  recorded.setData(stored.data);
  const event = new streams.ReadResp.ReadEvent();
  event.setEvent(recorded);
  event.setCommitPosition(stored.position.toString());
  const response = new streams.ReadResp();
  response.setEvent(event);
  return response;
};

const EXCEPTIONS = {
  deleted: 'stream-deleted',
  'too-large': 'maximum-append-size-exceeded',
  'wrong-version': 'wrong-expected-version',
} as const;

const exception = (reason: Refused['reason'], stream: string): object => {
  const metadata = new grpc.Metadata();
  metadata.set('exception', EXCEPTIONS[reason]);
  metadata.set('stream-name', stream);
  metadata.set('maximum-append-size', String(MAX_APPEND));
  // Numbers only: any is -2, no stream is -1.
  metadata.set('expected-version', '-2');
  metadata.set('actual-version', '-1');
  return Object.assign(new Error(reason), { code: reason === 'too-large' ? 3 : 9, details: reason, metadata });
};

const statusOf = (refused: Refused, expected: Expected): any => {
  const made = new status.Status();
  const details = new any.Any();
  if (refused.reason === 'deleted') {
    details.pack(new shared.StreamDeleted().serializeBinary(), 'event_store.client.StreamDeleted');
  } else if (refused.reason === 'too-large') {
    const large = new shared.MaximumAppendSizeExceeded();
    large.setMaxappendsize(MAX_APPEND);
    details.pack(large.serializeBinary(), 'event_store.client.MaximumAppendSizeExceeded');
  } else {
    const wrong = new shared.WrongExpectedVersion();
    if (refused.current === undefined) wrong.setCurrentNoStream(new shared.Empty());
    else wrong.setCurrentStreamRevision(refused.current.toString());
    if (typeof expected === 'bigint') wrong.setExpectedStreamPosition(expected.toString());
    else if (expected === 'no_stream') wrong.setExpectedNoStream(new shared.Empty());
    else if (expected === 'any') wrong.setExpectedAny(new shared.Empty());
    else wrong.setExpectedStreamExists(new shared.Empty());
    details.pack(wrong.serializeBinary(), 'event_store.client.WrongExpectedVersion');
  }
  made.setDetails(details);
  return made;
};
