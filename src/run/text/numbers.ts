/** Shown where a number is missing or undefined. */
export const NO_NUMBER = '-';

/** `1,234.50`, rounded half away from zero; `-` for NaN and the infinities. */
export function formatFixed(value: number | null | undefined, decimals: number): string {
  if (value === null || value === undefined || !Number.isFinite(value)) return NO_NUMBER;
  const text = Math.abs(value).toLocaleString('en-US', {
    minimumFractionDigits: decimals,
    maximumFractionDigits: decimals,
  });
  // A loss that rounds to zero prints as 0.00, not as -0.00.
  return value < 0 && /[1-9]/.test(text) ? `-${text}` : text;
}

/** `1,234,567`. */
export function formatCount(value: number): string {
  return formatFixed(value, 0);
}

/** `1 backtest`, `1,234 backtests`. */
export function counted(count: number, noun: string): string {
  return `${formatCount(count)} ${noun}${count === 1 ? '' : 's'}`;
}

const UNITS = [
  [1e9, 'G'],
  [1e6, 'M'],
  [1e3, 'k'],
] as const;

/** Three significant digits: `2.91M`, `493k`, `14.2`, `0.31`; `-` when unknown. */
export function formatRate(value: number | null): string {
  if (value === null || !Number.isFinite(value)) return NO_NUMBER;
  // 999,500 and more would print as 1000k.
  const [size, unit] = UNITS.find(([from]) => value >= from * 0.9995) ?? [1, ''];
  const scaled = value / size;
  const decimals = scaled < 9.995 ? 2 : scaled < 99.95 ? 1 : 0;
  return `${scaled.toFixed(decimals)}${unit}`;
}

/** `0.84 s`, `12.3 s`, `2 min 05 s`, `1 h 04 min`. */
export function formatSeconds(seconds: number): string {
  if (seconds < 9.995) return `${seconds.toFixed(2)} s`;
  if (seconds < 59.95) return `${seconds.toFixed(1)} s`;
  return formatLongTime(Math.round(seconds));
}

/** Remaining time in whole seconds, rounded up: `3 s`, `2 min 05 s`. */
export function formatTimeLeft(seconds: number): string {
  const whole = Math.ceil(seconds);
  return whole < 60 ? `${whole} s` : formatLongTime(whole);
}

function formatLongTime(seconds: number): string {
  const minutes = Math.floor(seconds / 60);
  if (minutes < 60) return `${minutes} min ${String(seconds % 60).padStart(2, '0')} s`;
  const rounded = Math.round(seconds / 60);
  return `${formatCount(Math.floor(rounded / 60))} h ${String(rounded % 60).padStart(2, '0')} min`;
}

/** `840 B`, `12.3 kB`, `1.20 MB`. */
export function formatBytes(bytes: number): string {
  return bytes < 1000 ? `${bytes} B` : `${formatRate(bytes).replace(/[kMG]$/, ' $&')}B`;
}
