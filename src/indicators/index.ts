export { ema } from './ema.ts';
