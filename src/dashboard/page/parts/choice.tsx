interface ChoiceProps {
  readonly label: string;
  readonly value: string;
  readonly values: readonly string[];
  readonly text?: (value: string) => string;
  readonly onChange: (value: string) => void;
}

/** A labelled choice among a few values. */
export function Choice({ label, value, values, text = (name) => name, onChange }: ChoiceProps) {
  return (
    <label>
      <span class="dim">{label}</span>{' '}
      <select class="field" value={value} onChange={({ currentTarget }) => onChange(currentTarget.value)}>
        {values.map((name) => (
          <option key={name} value={name}>
            {text(name)}
          </option>
        ))}
      </select>
    </label>
  );
}
