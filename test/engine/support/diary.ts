import { type ClosedTrade, type LiveOrder, Strategy } from 'jbt-runner';
import { MINUTE } from '../../../src/model/time.ts';
import { START } from './stage.ts';

/** A strategy that records every hook call as `minute hook`, for example `3 onOpenPosition`. */
export abstract class Diary extends Strategy {
  readonly diary: string[] = [];

  note(text: string): void {
    this.diary.push(`${this.minute} ${text}`);
  }

  /** Minutes over since the first one of the tests' candles. */
  get minute(): number {
    return (this.time - START) / MINUTE;
  }

  override before() {
    this.note('before');
  }
  override shouldCancelEntry() {
    this.note('shouldCancelEntry');
    return true;
  }
  override updatePosition() {
    this.note('updatePosition');
  }
  override shouldShort() {
    this.note('shouldShort');
    return false;
  }
  override shouldLong() {
    this.note('shouldLong');
    return false;
  }
  override onOpenPosition(_order: LiveOrder) {
    this.note('onOpenPosition');
  }
  override onIncreasedPosition(_order: LiveOrder) {
    this.note('onIncreasedPosition');
  }
  override onReducedPosition(_order: LiveOrder) {
    this.note('onReducedPosition');
  }
  override onClosePosition(_order: LiveOrder, _trade: ClosedTrade) {
    this.note('onClosePosition');
  }
  override onCancel() {
    this.note('onCancel');
  }
  override onRouteOpenPosition(other: Strategy) {
    this.note(`onRouteOpenPosition ${other.symbol}`);
  }
  override onRouteIncreasedPosition(other: Strategy) {
    this.note(`onRouteIncreasedPosition ${other.symbol}`);
  }
  override onRouteReducedPosition(other: Strategy) {
    this.note(`onRouteReducedPosition ${other.symbol}`);
  }
  override onRouteClosePosition(other: Strategy) {
    this.note(`onRouteClosePosition ${other.symbol}`);
  }
  override onRouteCanceled(other: Strategy) {
    this.note(`onRouteCanceled ${other.symbol}`);
  }
  override after() {
    this.note('after');
  }
  override updateChart() {
    this.note('updateChart');
  }
  override beforeTerminate() {
    this.note('beforeTerminate');
  }
  override terminate() {
    this.note('terminate');
  }
}
