/* strategies/cross.ts over whole bars in C: the limit of the machine. limits/fused-cross.ts is the same loop.
 * cross CANDLES LENGTH START BAR FAST SLOW STOP TARGET TRADES
 * CANDLES holds open, high, low and close as columns of doubles; TRADES gets five doubles a trade.
 * Prints the milliseconds of the second of two passes. */
#include <stdio.h>
#include <stdlib.h>
#include <time.h>

#define MINUTE 60000.0

static long write_trade(double *trades, long count, int side, double entry, double opened, double exit, double closed) {
  double *trade = trades + 5 * count;
  trade[0] = side;
  trade[1] = entry;
  trade[2] = opened;
  trade[3] = exit;
  trade[4] = closed;
  return count + 1;
}

static double exit_of(int side, double stop, double target, double open, double high, double low, double close) {
  int hits_stop = side > 0 ? low <= stop : high >= stop;
  int hits_target = side > 0 ? high >= target : low <= target;
  if (hits_stop && hits_target) return (close >= open) == (side > 0) ? stop : target;
  if (hits_stop) return stop;
  return hits_target ? target : 0;
}

static long play(const double *candles, long length, double start, long bar, double fast, double slow,
                 double stop_share, double target_share, double *trades) {
  const double *open = candles, *high = open + length, *low = high + length, *close = low + length;
  const double alpha_fast = 2 / (fast + 1), alpha_slow = 2 / (slow + 1);
  double ema_fast = close[bar - 1], ema_slow = ema_fast;
  double entry = 0, opened = 0, stop = 0, target = 0;
  long count = 0;
  int side = 0;
  for (long end = 2 * bar; end <= length; end += bar) {
    for (long i = end - bar; side != 0 && i < end; i++) {
      const double exit = exit_of(side, stop, target, open[i], high[i], low[i], close[i]);
      if (exit == 0) continue;
      count = write_trade(trades, count, side, entry, opened, exit, start + (i + 1) * MINUTE);
      side = 0;
    }
    const double price = close[end - 1];
    const int was_above = ema_fast >= ema_slow, was_below = ema_fast <= ema_slow;
    ema_fast = alpha_fast * price + (1 - alpha_fast) * ema_fast;
    ema_slow = alpha_slow * price + (1 - alpha_slow) * ema_slow;
    if (side != 0) continue;
    if (was_below && ema_fast > ema_slow) side = 1;
    else if (was_above && ema_fast < ema_slow) side = -1;
    else continue;
    entry = price;
    opened = start + end * MINUTE;
    stop = price * (1 - side * stop_share);
    target = price * (1 + side * target_share);
  }
  if (side != 0) count = write_trade(trades, count, side, entry, opened, close[length - 1], start + length * MINUTE);
  return count;
}

static double now_ms(void) {
  struct timespec now;
  clock_gettime(CLOCK_MONOTONIC, &now);
  return now.tv_sec * 1e3 + now.tv_nsec / 1e6;
}

int main(int argc, char **argv) {
  if (argc != 10) return 2;
  const long length = atol(argv[2]), bar = atol(argv[4]);
  double *candles = malloc(4 * length * sizeof(double));
  double *trades = malloc(5 * (length / bar + 1) * sizeof(double));
  FILE *input = fopen(argv[1], "rb");
  if (!candles || !trades || !input || fread(candles, sizeof(double), 4 * length, input) != (size_t)(4 * length)) return 1;
  long count = 0;
  double milliseconds = 0;
  for (int pass = 0; pass < 2; pass++) {
    const double started = now_ms();
    count = play(candles, length, atof(argv[3]), bar, atof(argv[5]), atof(argv[6]), atof(argv[7]), atof(argv[8]), trades);
    milliseconds = now_ms() - started;
  }
  FILE *output = fopen(argv[9], "wb");
  if (!output || fwrite(trades, 5 * sizeof(double), count, output) != (size_t)count || fclose(output) != 0) return 1;
  printf("%.6f\n", milliseconds);
  return 0;
}
