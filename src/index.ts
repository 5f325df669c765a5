export * as ta from './indicators/index.ts';
