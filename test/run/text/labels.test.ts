import { expect, test } from 'vitest';
import { differencesOf } from '../../../src/run/plan/differences.ts';
import { briefLabel } from '../../../src/run/text/labels.ts';
import { jobOf } from '../../support/scripted-run.ts';

const JOB = jobOf('a');
const { parameters: _none, ...common } = JOB;
const PART = {
  common,
  axes: [
    { name: 'fast', values: [8] },
    { name: 'slow', values: [21] },
  ],
};
const LATER = { ...common, from: common.from + 86_400_000 };

test.each([
  ['everything is alike', [PART], 'trend FIL-USDT 1h fast=8 slow=21'],
  ['one part sweeps a parameter', [{ ...PART, axes: [PART.axes[0], { name: 'slow', values: [21, 50] }] }], 'slow=21'],
  ['parts have one value each', [PART, { ...PART, axes: [{ name: 'fast', values: [12] }, PART.axes[1]] }], 'fast=8'],
  [
    'timeframes differ',
    [PART, { ...PART, common: { ...common, routes: [{ ...common.routes[0], timeframe: '4h' as const }] } }],
    '1h',
  ],
  ['dates differ', [PART, { ...PART, common: LATER }], '2023-08-01..2023-10-01'],
])('a brief label where %s', (_case, parts, label) => {
  expect(briefLabel(JOB, differencesOf(parts))).toBe(label);
});
