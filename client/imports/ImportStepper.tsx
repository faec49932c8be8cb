import { Step, StepLabel, Stepper } from '@mui/material';
import { useTranslate } from 'react-admin';
import { IMPORT_STEPS, type ImportStep } from './import-steps.ts';

/** Where in the road from file to registrations one stands. */
export function ImportStepper({ step, isFailed = false }: { step: ImportStep; isFailed?: boolean }) {
  const translate = useTranslate();
  const active = IMPORT_STEPS.indexOf(step);
  return (
    <Stepper activeStep={step === 'receipt' ? IMPORT_STEPS.length : active} sx={{ mb: 3 }}>
      {IMPORT_STEPS.map((name, index) => (
        <Step key={name}>
          <StepLabel error={isFailed && index === active}>{translate(`imports.steps.${name}`)}</StepLabel>
        </Step>
      ))}
    </Stepper>
  );
}
