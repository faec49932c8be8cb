import { useId, type ComponentProps, type ReactNode } from 'react';
import { nikContradictions } from '@server/identity/nik-rules.ts';
import {
  EDUCATION_LEVELS,
  EMPLOYMENT_STATUSES,
  LURING_REASONS,
  PROPOSERS,
  SEXES,
} from '@server/submissions/submission-schema.ts';
import type { FormValues } from '../submissions/form/form-body.ts';
import { useCounter, useCounterState } from './counter-context.ts';

interface FieldsProps {
  values: FormValues;
  problems: Record<string, string>;
  onChange: (values: FormValues) => void;
}

interface FieldProps extends FieldsProps {
  name: string;
  /** Columns of twelve. */
  wide: number;
}

const valueOf = (values: FormValues, name: string) => {
  const value = values[name];
  return typeof value === 'string' || typeof value === 'number' ? String(value) : '';
};

function Labelled(props: {
  name: string;
  wide: number;
  problem: string | undefined;
  children: (id: string) => ReactNode;
}) {
  const { say } = useCounter();
  const id = useId();
  return (
    <div className="field" style={{ gridColumn: `span ${props.wide}` }}>
      <label htmlFor={id}>{say(`resources.submissions.fields.${props.name}`)}</label>
      {props.children(id)}
      {props.problem && (
        <small id={`${id}-problem`} className="problem">
          {say(props.problem)}
        </small>
      )}
    </div>
  );
}

function TextField({
  values,
  problems,
  onChange,
  name,
  wide,
  ...input
}: FieldProps & Pick<ComponentProps<'input'>, 'inputMode' | 'maxLength' | 'type' | 'autoFocus'>) {
  const isNumber = input.inputMode === 'numeric';
  return (
    <Labelled name={name} wide={wide} problem={problems[name]}>
      {(id) => (
        <input
          {...input}
          id={id}
          name={name}
          autoComplete="off"
          value={valueOf(values, name)}
          aria-invalid={problems[name] !== undefined}
          aria-describedby={problems[name] ? `${id}-problem` : undefined}
          onChange={({ target }) => {
            // NIK and KK stay text; spaces people type in them go.
            const value = isNumber ? target.value.replace(/\D/g, '') : target.value;
            onChange({ ...values, [name]: value });
          }}
        />
      )}
    </Labelled>
  );
}

function ChoiceField({
  values,
  problems,
  onChange,
  name,
  wide,
  choices,
}: FieldProps & { choices: (readonly [string, string])[] }) {
  const { say } = useCounter();
  return (
    <Labelled name={name} wide={wide} problem={problems[name]}>
      {(id) => (
        <select
          id={id}
          name={name}
          value={valueOf(values, name)}
          aria-invalid={problems[name] !== undefined}
          onChange={({ target }) => {
            const value = name === 'waveId' ? Number(target.value) : target.value;
            onChange({ ...values, [name]: value === '' || value === 0 ? undefined : value });
          }}
        >
          <option value="">{say('counter.form.choose')}</option>
          {choices.map(([value, label]) => (
            <option key={value} value={value}>
              {label}
            </option>
          ))}
        </select>
      )}
    </Labelled>
  );
}

function CheckField({ values, onChange, name, wide }: Omit<FieldProps, 'problems'>) {
  const { say } = useCounter();
  return (
    <label className="check" style={{ gridColumn: `span ${wide}` }}>
      <input
        type="checkbox"
        name={name}
        checked={values[name] === true}
        onChange={({ target }) => onChange({ ...values, [name]: target.checked })}
      />
      {say(`resources.submissions.fields.${name}`)}
    </label>
  );
}

/** Typed by code or name; the list helps, the code is what is kept. */
function RegionField(props: FieldsProps) {
  const { values, onChange } = props;
  const { desk } = useCounterState();
  const regions = desk?.regions ?? [];
  const shown = (code: unknown) => {
    const region = regions.find((one) => one.code === code);
    return region ? `${region.code} ${region.name}` : '';
  };
  const typed =
    values['regionText'] === undefined ? shown(values['regionCode']) : String(values['regionText']);
  const pick = (regionText: string) => {
    const text = regionText.trim().toLowerCase();
    const found = regions.find(({ code, name }) => text.startsWith(code) || name.toLowerCase() === text);
    onChange({ ...values, regionText, regionCode: found?.code });
  };
  return (
    <Labelled name="regionCode" wide={3} problem={props.problems['regionCode']}>
      {(id) => (
        <>
          <input
            id={id}
            name="regionCode"
            list={`${id}-regions`}
            value={typed}
            autoComplete="off"
            aria-invalid={props.problems['regionCode'] !== undefined}
            onChange={({ target }) => pick(target.value)}
          />
          <datalist id={`${id}-regions`}>
            {regions.map(({ code, name }) => (
              <option key={code} value={`${code} ${name}`} />
            ))}
          </datalist>
        </>
      )}
    </Labelled>
  );
}

/** Where a NIK disagrees with the form: a hint, never a bar (domain.md section 7). */
function NikWarning({ values }: { values: FormValues }) {
  const { say } = useCounter();
  const [nik, birthDate, sex] = ['nik', 'birthDate', 'sex'].map((name) => valueOf(values, name));
  if (nik?.length !== 16 || !birthDate || (sex !== 'L' && sex !== 'P')) return null;
  const regionCode = valueOf(values, 'regionCode') || null;
  const codes = nikContradictions(nik, { birthDate, sex, regionCode });
  if (codes.length === 0) return null;
  return (
    <p className="note warn whole" role="status">
      {codes.map((code) => say(`warnings.${code}`)).join('; ')}
    </p>
  );
}

function Group({ title, children }: { title: string; children: ReactNode }) {
  const { say } = useCounter();
  return (
    <fieldset>
      <legend>{say(`counter.form.${title}`)}</legend>
      <div className="grid">{children}</div>
    </fieldset>
  );
}

/** The form, in the order of the paper. */
export function FormFields(props: FieldsProps) {
  const { say } = useCounter();
  const { desk } = useCounterState();
  const { values } = props;
  const choices = (branch: string, codes: readonly string[]) =>
    codes.map((value) => [value, say(`enums.${branch}.${value}`)] as const);
  const waves = (desk?.waves ?? []).map(({ id, name }) => [String(id), name] as const);
  const needsNote = values['cameInPerson'] !== true || values['originalKtpSeen'] !== true;
  return (
    <>
      <Group title="common">
        <ChoiceField {...props} name="waveId" wide={3} choices={waves} />
        <ChoiceField {...props} name="proposer" wide={3} choices={choices('proposer', PROPOSERS)} />
        <ChoiceField
          {...props}
          name="luringReason"
          wide={3}
          choices={choices('luringReason', LURING_REASONS)}
        />
        <RegionField {...props} />
      </Group>
      <Group title="identity">
        <TextField {...props} name="fullName" wide={6} maxLength={60} autoFocus />
        <TextField {...props} name="nik" wide={3} inputMode="numeric" maxLength={20} />
        <TextField {...props} name="kkNumber" wide={3} inputMode="numeric" maxLength={20} />
        <TextField {...props} name="birthPlace" wide={6} maxLength={60} />
        <TextField {...props} name="birthDate" wide={3} type="date" />
        <ChoiceField {...props} name="sex" wide={3} choices={choices('sex', SEXES)} />
        <NikWarning values={values} />
      </Group>
      <Group title="address">
        <TextField {...props} name="ktpAddress" wide={6} maxLength={200} />
        <TextField {...props} name="domicileAddress" wide={6} maxLength={200} />
        <TextField {...props} name="phone" wide={3} type="tel" maxLength={16} />
        <TextField {...props} name="email" wide={3} type="email" maxLength={120} />
      </Group>
      <Group title="work">
        <ChoiceField
          {...props}
          name="educationLevel"
          wide={3}
          choices={choices('education', EDUCATION_LEVELS)}
        />
        <ChoiceField
          {...props}
          name="employmentStatus"
          wide={3}
          choices={choices('employment', EMPLOYMENT_STATUSES)}
        />
        <TextField {...props} name="desiredTraining" wide={6} maxLength={120} />
      </Group>
      <Group title="presence">
        <CheckField {...props} name="cameInPerson" wide={3} />
        <CheckField {...props} name="originalKtpSeen" wide={3} />
        {needsNote && <TextField {...props} name="presenceNote" wide={6} maxLength={300} />}
      </Group>
    </>
  );
}
