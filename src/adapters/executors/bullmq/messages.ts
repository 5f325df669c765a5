import { deserialize, serialize } from 'node:v8';
import { deflateRawSync, inflateRawSync } from 'node:zlib';
import type { Job, JobId } from '../../../model/job.ts';
import type { Fact, Software, WorkerState } from '../../../run/events.ts';
import type { KeyedInputs } from '../../../run/play/remote/keyed-inputs.ts';
import type { Ending } from '../../../run/ports.ts';
import type { Contradiction } from './first-outcomes.ts';

/** Traits of a machine: where they differ, a backtest may come to other numbers. */
export interface Platform {
  readonly jbt: string;
  /** Digest of the built code: two builds of a version may differ. */
  readonly build: string;
  readonly nodeMajor: number;
  /** Language and time zone. */
  readonly locale: string;
}

/** Message of a coordinator to all workers of its run, for as long as it lives. */
export interface Announcement {
  /** Names the queue: the run, and the start of its coordinator. */
  readonly session: string;
  readonly platform: Platform;
  /** Digest of the inputs. */
  readonly inputs: string;
  readonly timeoutMs: number | null;
  readonly stallMs: number | null;
  readonly state: 'playing' | 'stopping';
  /** Threads of the workers that play it, as of the last renewal. */
  readonly threads: number;
  /** Jobs that a person cancelled. */
  readonly cancelled: readonly JobId[];
}

/** A parcel as it lies in the queue: jobs that one thread plays in turn. */
export interface ParcelMessage {
  readonly parcel: number;
  /** Digest of the jobs. */
  readonly jobs: string;
  /** True for a job that may have killed a worker: it is played while nothing else is. */
  readonly isSuspect: boolean;
}

/** A worker as it shows itself with everything that it sends. */
export type WorkerCard = Pick<WorkerState, 'id' | 'host' | 'threads' | keyof Software>;

export interface RemoteEnding {
  readonly index: number;
  readonly jobId: JobId;
  readonly thread: number;
  readonly ending: Ending;
}

export interface RemoteProgress {
  readonly parcel: number;
  readonly index: number;
  readonly thread: number;
  readonly minutes: number;
}

/** Message of a worker to the coordinator. Jobs are named by their index in the parcel. */
export type Reply =
  | { readonly type: 'refused'; readonly reason: string }
  /** A content is not there any more. */
  | { readonly type: 'missing' }
  | { readonly type: 'taken'; readonly parcel: number }
  | { readonly type: 'started'; readonly parcel: number; readonly index: number; readonly thread: number }
  | { readonly type: 'facts'; readonly parcel: number; readonly index: number; readonly facts: readonly Fact[] }
  | { readonly type: 'progress'; readonly jobs: readonly RemoteProgress[] }
  | { readonly type: 'ended'; readonly parcel: number; readonly endings: readonly RemoteEnding[] }
  /** The worker is done with a parcel; what is left has no ending. */
  | { readonly type: 'over'; readonly parcel: number; readonly left: readonly number[] }
  /** Another machine came to another result of the same job. */
  | { readonly type: 'contradiction'; readonly contradiction: Contradiction }
  /** So many workers took the parcel and were never heard of again. */
  | { readonly type: 'deadly'; readonly parcel: number }
  | { readonly type: 'leaving' };

export interface Letter {
  readonly from: WorkerCard;
  readonly replies: readonly Reply[];
}

/** Both ends have the same major version of Node. */
export function encodeLetter(letter: Letter): Buffer {
  return serialize(letter);
}

export function decodeLetter(bytes: Buffer): Letter {
  return deserialize(bytes) as Letter;
}

/** Jobs of a parcel, and the keys of their results. */
export interface ParcelJobs {
  readonly jobs: readonly Job[];
  readonly keys: readonly string[];
}

export function encodeJobs(jobs: ParcelJobs): Uint8Array {
  return deflateRawSync(JSON.stringify(jobs), { level: 1 });
}

export function decodeJobs(content: Uint8Array): ParcelJobs {
  return JSON.parse(inflateRawSync(content).toString('utf8')) as ParcelJobs;
}

export function encodeInputs(inputs: KeyedInputs): Uint8Array {
  return Buffer.from(JSON.stringify(inputs));
}

export function decodeInputs(content: Uint8Array): KeyedInputs {
  return JSON.parse(Buffer.from(content).toString('utf8')) as KeyedInputs;
}
