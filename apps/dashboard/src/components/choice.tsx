import { useId } from 'preact/hooks';
import { useRouter } from '../router.js';

/** A choice that stands in the address under `name`. The first option is what holds where the address says nothing. */
export const useChoice = <Value extends string>(name: string, values: readonly [Value, ...Value[]]): Value => {
  const { place } = useRouter();
  const asked = place.query[name];
  return values.find((value) => value === asked) ?? values[0];
};

export const Choice = <Value extends string>(props: {
  readonly name: string;
  readonly label: string;
  readonly values: readonly [Value, ...Value[]];
  readonly text: (value: Value) => string;
}) => {
  const { go, here } = useRouter();
  const value = useChoice(props.name, props.values);
  const id = useId();
  return (
    <p class="choice">
      <label for={id}>{props.label}</label>
      <select
        id={id}
        name={props.name}
        value={value}
        onChange={(event) => {
          const chosen = event.currentTarget.value;
          go(here({ [props.name]: chosen === props.values[0] ? undefined : chosen }), { replace: true });
        }}
      >
        {props.values.map((one) => (
          <option key={one} value={one} selected={one === value}>
            {props.text(one)}
          </option>
        ))}
      </select>
    </p>
  );
};
