import { Checkbox, FormControlLabel, FormGroup, FormLabel, Typography } from '@mui/material';
import { useTranslate } from 'react-admin';

interface Props {
  label: string;
  codes: readonly string[];
  suggested: readonly string[];
  value: readonly string[];
  onChange: (codes: string[]) => void;
  /** One code only: the last one ticked stays. */
  single?: boolean;
}

/** Coded reasons as tick boxes; what the evidence suggests stands first and says so. */
export function ReasonPicker({ label, codes, suggested, value, onChange, single }: Props) {
  const translate = useTranslate();
  const ordered = [...codes].sort((a, b) => Number(suggested.includes(b)) - Number(suggested.includes(a)));
  const toggle = (code: string) => {
    if (value.includes(code)) return onChange(value.filter((one) => one !== code));
    onChange(single ? [code] : [...value, code]);
  };
  return (
    <FormGroup role="group" aria-label={label}>
      <FormLabel>{label}</FormLabel>
      {ordered.map((code) => (
        <FormControlLabel
          key={code}
          sx={{ '& .MuiCheckbox-root': { py: 0.25 } }}
          control={<Checkbox size="small" checked={value.includes(code)} onChange={() => toggle(code)} />}
          label={
            <Typography variant="body2">
              {translate(`reasons.${code}`)}
              {suggested.includes(code) && <em> · {translate('case.suggested')}</em>}
            </Typography>
          }
        />
      ))}
    </FormGroup>
  );
}
