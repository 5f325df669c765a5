import { hash } from 'node:crypto';
import type { Digest } from '../../run/ports.ts';

/** SHA-256 from Node's crypto. */
export const sha256: Digest = (content) => hash('sha256', content);
