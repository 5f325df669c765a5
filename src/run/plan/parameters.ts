import { JbtError } from '../../model/errors.ts';
import type { Parameter, ParameterValue } from '../../model/parameter.ts';
import type { Axis } from '../batch/grid.ts';
import { shown } from '../batch/problems.ts';
import type { StrategyDescription } from '../ports.ts';
import { strategyLabel } from '../text/labels.ts';
import { suggestion } from '../text/nearest.ts';

/** Throws JbtError `InvalidParameter` for axes that none of the strategies declares, and for values that one refuses. */
export function checkAxes(axes: readonly Axis[], strategies: readonly StrategyDescription[]): void {
  for (const axis of axes) {
    const declaring = declaredBy(axis, strategies);
    if (declaring.length === 0) throw unknownParameter(axis, strategies);
    for (const strategy of declaring) checkValues(axis, strategy);
  }
}

/** The strategies that declare the parameter of an axis. */
export function declaredBy(axis: Axis, strategies: readonly StrategyDescription[]): readonly StrategyDescription[] {
  return strategies.filter((strategy) => Object.hasOwn(strategy.parameters, axis.name));
}

function unknownParameter(axis: Axis, strategies: readonly StrategyDescription[]): JbtError {
  const names = strategies.flatMap((strategy) => Object.keys(strategy.parameters));
  const declared = strategies.map(({ name, parameters }) => {
    const list = Object.keys(parameters).join(', ');
    return `${strategyLabel(name)} has ${list === '' ? 'none' : list}`;
  });
  const hint = suggestion(axis.name, names);
  return new JbtError(
    'InvalidParameter',
    `${axis.at}: no strategy has a parameter ${axis.name}${hint}; ${declared.join('; ')}`,
  );
}

function checkValues(axis: Axis, { name, parameters }: StrategyDescription): void {
  const parameter = parameters[axis.name];
  const refused = axis.values.find((value) => !isAllowed(value, parameter));
  if (refused === undefined) return;
  throw new JbtError(
    'InvalidParameter',
    `${axis.at}: found ${shown(refused)}, allowed by ${strategyLabel(name)}: ${allowedText(parameter)}`,
  );
}

function isAllowed(value: ParameterValue, parameter: Parameter): boolean {
  if (parameter.type === 'categorical') return parameter.options.includes(value);
  if (typeof value !== 'number' || value < parameter.min || value > parameter.max) return false;
  return parameter.type === 'float' || Number.isInteger(value);
}

function allowedText(parameter: Parameter): string {
  if (parameter.type === 'categorical') return parameter.options.map(shown).join(', ');
  const kind = parameter.type === 'int' ? 'whole numbers' : 'numbers';
  return `${kind} from ${parameter.min} to ${parameter.max}`;
}
