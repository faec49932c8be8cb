import { useMemo, useState, type FormEvent, type ReactNode } from 'react';
import type { PortalSubmission } from '@server/portal/portal-schema.ts';
import { AddressStep } from './AddressStep.tsx';
import { DeclarationsStep } from './DeclarationsStep.tsx';
import { FormContext, type OpenForm } from './form-context.ts';
import { fieldId, problemsIn, STEP_FIELDS, type FieldName, type FormStep } from './form-rules.ts';
import { IdentityStep } from './IdentityStep.tsx';
import { useWords } from './language.tsx';
import { Page } from './Page.tsx';
import { PhotoStep } from './PhotoStep.tsx';
import { problemKey } from './problem-key.ts';
import { ProblemSummary } from './ProblemSummary.tsx';
import { useRegions } from './regions.ts';
import { ReviewStep } from './ReviewStep.tsx';
import { stepPath } from './router-rules.ts';
import { useRouter } from './router.tsx';
import { SaveIndicator } from './SaveIndicator.tsx';
import { stepBeside, StepButtons } from './StepButtons.tsx';
import { StepList } from './StepList.tsx';
import { TrainingStep } from './TrainingStep.tsx';
import { useFormSaver } from './use-form-saver.ts';
import { WorkStep } from './WorkStep.tsx';

const CONTENTS: Record<FormStep, () => ReactNode> = {
  identity: () => <IdentityStep />,
  address: () => <AddressStep />,
  work: () => <WorkStep />,
  training: () => <TrainingStep />,
  photo: () => <PhotoStep />,
  declarations: () => <DeclarationsStep />,
  review: () => <ReviewStep />,
};

/** Going on asks for everything of this step; what is typed is saved either way. */
function useGoingOn(step: FormStep, form: Omit<OpenForm, 'problems'>) {
  const { today } = useWords();
  const { go } = useRouter();
  const [found, setFound] = useState<{ step: FormStep; problems: OpenForm['problems'] }>({
    step,
    problems: {},
  });
  const [attempts, setAttempts] = useState(0);
  const submit = (event: FormEvent) => {
    event.preventDefault();
    void form.saver.flush();
    const problems = problemsIn(STEP_FIELDS[step], form.values, form.view.submission.form, today());
    setFound({ step, problems });
    const next = stepBeside(step, 1);
    if (Object.keys(problems).length === 0 && next) go(stepPath(next));
    else setAttempts((count) => count + 1);
  };
  return { problems: found.step === step ? found.problems : {}, attempts, submit };
}

function StepForm({
  step,
  attempts,
  problems,
  submit,
}: {
  step: FormStep;
  attempts: number;
  problems: OpenForm['problems'];
  submit: (event: FormEvent) => void;
}) {
  const { field: nameOf } = useWords();
  const listed = (Object.entries(problems) as [FieldName, OpenForm['problems'][FieldName]][]).flatMap(
    ([field, problem]) => {
      const key = problemKey(problem ?? null);
      return key ? [{ id: fieldId(field), label: nameOf(field), problem: key }] : [];
    },
  );
  return (
    <form noValidate onSubmit={submit}>
      <ProblemSummary problems={listed} attempts={attempts} />
      {CONTENTS[step]()}
      {step !== 'photo' && <StepButtons step={step} />}
    </form>
  );
}

/** One step of the form with the list of all, and whether what was typed has arrived. */
export function FormSteps({ step, submission }: { step: FormStep; submission: PortalSubmission }) {
  const { t } = useWords();
  const { saver, view } = useFormSaver(submission);
  const regions = useRegions();
  const base = useMemo(() => ({ saver, view, values: saver.values(), regions }), [saver, view, regions]);
  const { problems, attempts, submit } = useGoingOn(step, base);
  return (
    <FormContext value={{ ...base, problems }}>
      <div className="form-layout">
        <StepList step={step} submission={view.submission} />
        <Page title={t(`step.${step}`)} part={step}>
          <SaveIndicator view={view} save={() => void saver.flush()} />
          <StepForm step={step} attempts={attempts} problems={problems} submit={submit} />
        </Page>
      </div>
    </FormContext>
  );
}
