import type { HTMLInputTypeAttribute, TargetedKeyboardEvent } from 'preact';

interface FieldProps {
  label: string;
  name: string;
  value: string;
  type?: HTMLInputTypeAttribute;
  /** As many lines as this; without it the field is a line. */
  rows?: number;
  isLarge?: boolean;
  placeholder?: string;
  autocomplete?: string;
  onValue(value: string): void;
  onKeyDown?(event: TargetedKeyboardEvent<HTMLInputElement>): void;
}

/** A labelled field of a form. */
export function Field({ label, name, type = 'text', rows, isLarge = true, placeholder = label, ...rest }: FieldProps) {
  const { value, autocomplete, onValue, onKeyDown } = rest;
  const shared = {
    class: `form-control${isLarge ? ' form-control-lg' : ''}`,
    id: `field-${name}`,
    name,
    value,
    placeholder,
    onInput: (event: { currentTarget: { value: string } }) => onValue(event.currentTarget.value),
  };
  return (
    <fieldset class="form-group">
      <label for={shared.id}>{label}</label>
      {rows ? (
        <textarea {...shared} rows={rows} />
      ) : (
        <input {...shared} type={type as 'text'} autocomplete={autocomplete as 'email'} onKeyDown={onKeyDown} />
      )}
    </fieldset>
  );
}
