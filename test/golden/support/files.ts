import { readFileSync } from 'node:fs';
import { type Difference, describeDifference } from './compare.ts';
import { isCompiledFile, playCompiledCases } from './indicators/compiled.ts';
import { playIndicatorCases } from './indicators/runner.ts';
import { playScenario, type Scenario } from './scenarios/runner.ts';
import { playUnit, type UnitGroup } from './units/runner.ts';

/** Outcome of the cases of a golden file: one line for each difference, and for each case that was not played. */
export interface GoldenOutcome {
  readonly passed: number;
  readonly failed: number;
  readonly lines: readonly string[];
}

/** Plays a file in the format of scenarios.json, units.json, indicators.json or indicators-compiled.json. */
export function playGoldenFile(path: string): GoldenOutcome {
  const file: unknown = JSON.parse(readFileSync(path, 'utf8'));
  if (isFileOf<Scenario>(file, 'scenarios')) return sum(file.scenarios.map(playOneScenario));
  if (isFileOf<UnitGroup>(file, 'units')) return sum(file.units.flatMap(playGroup));
  if (isFileOf(file, 'cases')) {
    const play = isCompiledFile(file) ? playCompiledCases : playIndicatorCases;
    const { passed, failed, differences } = play(path);
    return { passed, failed, lines: differences };
  }
  throw new RangeError(`${path} is no golden file: it has neither scenarios nor units nor cases`);
}

function isFileOf<Entry>(file: unknown, key: string): file is Record<typeof key, readonly Entry[]> {
  return typeof file === 'object' && file !== null && key in file;
}

function playOneScenario(scenario: Scenario): GoldenOutcome {
  const found = attempt(() => playScenario(scenario));
  if (!scenario.tags.includes('jesse-fault')) return outcomeOf(scenario.name, found);
  return outcomeOf(scenario.name, faultDifferences(scenario, found));
}

/** A fault of both of Jesse's simulators must not be repeated; where only the fast one is at fault, the other is right. */
function faultDifferences(scenario: Scenario, found: readonly Difference[]): readonly Difference[] {
  if (scenario.expected_fast_mode !== 'identical') return found;
  return found.length > 0 ? [] : [{ path: 'fault', expected: 'not to be repeated', found: 'the same numbers' }];
}

function playGroup(group: UnitGroup): readonly GoldenOutcome[] {
  return group.cases.map((unit, i) => {
    const name = `${group.function.split(/[(:;,]/)[0]} ${unit.name ?? i}`;
    const played = playUnit(group, unit);
    return typeof played === 'string'
      ? { passed: 0, failed: 0, lines: [`${name}: not played, it ${played}`] }
      : outcomeOf(name, played);
  });
}

function attempt(play: () => readonly Difference[]): readonly Difference[] {
  try {
    return play();
  } catch (error) {
    return [{ path: 'error', expected: 'no error', found: String(error) }];
  }
}

function outcomeOf(name: string, differences: readonly Difference[]): GoldenOutcome {
  if (differences.length === 0) return { passed: 1, failed: 0, lines: [] };
  return { passed: 0, failed: 1, lines: differences.map((difference) => `${name}: ${describeDifference(difference)}`) };
}

export function sum(outcomes: readonly GoldenOutcome[]): GoldenOutcome {
  return {
    passed: outcomes.reduce((total, { passed }) => total + passed, 0),
    failed: outcomes.reduce((total, { failed }) => total + failed, 0),
    lines: outcomes.flatMap(({ lines }) => lines),
  };
}
