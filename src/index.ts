export * as ta from './indicators/index.ts';
export { defineBatch } from './run/define-batch.ts';
