import { Redis } from 'ioredis';
import { isSameSecret } from '../../../dashboard/server/security.ts';
import type { RunControls } from '../../../run/ports.ts';
import { addressOf } from '../../redis/address.ts';
import { type ControlRequest, controlChannel, controlRequest } from '../../redis/mirror.ts';
import type { RedisSettings } from '../../redis/settings.ts';

const LONGEST_PAUSE_MS = 5_000;
/** A request is a hundred bytes. */
const LONGEST_REQUEST = 4_096;

interface ControlParts {
  readonly settings: RedisSettings;
  readonly controls: RunControls;
  /** Secret of the run; who knows it may end it. */
  readonly token: string;
  readonly warn: (message: string) => void;
}

/** Listens for requests to cancel this run or one of its jobs. */
export class ControlListener {
  readonly #parts: ControlParts;
  readonly #redis: Redis;
  #run: string | null = null;
  #refused = 0;

  constructor(parts: ControlParts) {
    this.#parts = parts;
    this.#redis = new Redis({
      ...addressOf(parts.settings),
      lazyConnect: true,
      maxRetriesPerRequest: null,
      retryStrategy: (times) => Math.min(100 * 2 ** times, LONGEST_PAUSE_MS),
    });
    // The mirror tells a person that Redis is away.
    this.#redis.on('error', () => {});
    this.#redis.on('message', (_channel, text: string) => this.#hear(text));
    this.#redis.subscribe(controlChannel(parts.settings.prefix)).catch((error: Error) => this.#fail(error));
  }

  /** Requests are for this run from now on. */
  begin(run: string): void {
    this.#run = run;
  }

  close(): void {
    this.#redis.disconnect();
    if (this.#refused > 1) this.#parts.warn(`${this.#refused} requests to cancel had no right token`);
  }

  /** The mirror tells of other faults. */
  #fail({ message }: Error): void {
    if (message.startsWith('NOPERM')) this.#parts.warn(`the run cannot be cancelled through Redis: ${message}`);
  }

  #hear(text: string): void {
    const request = requestIn(text);
    if (request === null || request.run !== this.#run) return;
    const { controls, token, warn } = this.#parts;
    if (!isSameSecret(request.token, token)) {
      this.#refused += 1;
      if (this.#refused === 1) warn('a request to cancel came through Redis without the right token, and was refused');
    } else if (request.job === undefined) {
      warn('cancelled through Redis');
      controls.stop();
    } else if (controls.cancel(request.job)) {
      warn(`${request.job} was cancelled through Redis`);
    } else {
      warn(`a request to cancel came through Redis for ${JSON.stringify(request.job)}, which the run does not have`);
    }
  }
}

/** Null for what is no request. */
function requestIn(text: string): ControlRequest | null {
  if (text.length > LONGEST_REQUEST) return null;
  try {
    return controlRequest.parse(JSON.parse(text));
  } catch {
    return null;
  }
}
