export { JbtError } from './model/errors.ts';
export type { CandleInput } from './run/play/single/candle-input.ts';
export {
  type LoggedLine,
  type PlayedBacktest,
  type PlayedJob,
  type PlayedRoute,
  play,
} from './run/play/single/play.ts';
