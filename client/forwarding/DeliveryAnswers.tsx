import { Button, Card, CardContent, Stack, Typography } from '@mui/material';
import { useState } from 'react';
import { SelectInput, TextInput, required, useListContext, useTranslate } from 'react-admin';
import type { BatchDetail, BatchRowRecord } from '@server/batches/batch-schema.ts';
import { ANSWER_RESULTS } from '@server/forwarding/forwarding-schema.ts';
import { REASONS } from '@server/reference/reason-rules.ts';
import { useBatchAct } from '../batches/BatchActDialog.tsx';
import { dutiesOf, isOwnDuty } from '../batches/batch-road.ts';
import { RowTable } from '../batches/RowTable.tsx';
import { useBatchActions } from '../batches/use-batch.ts';
import { useFormat } from '../i18n/format.ts';
import { ActDialog, type ActValues } from '../layout/ActDialog.tsx';
import { EmptyState } from '../layout/EmptyState.tsx';
import { answerProblems, rowAnswers } from './answer-form.ts';
import { BatchReconciliation } from './BatchReconciliation.tsx';
import { IssueList } from './IssueList.tsx';

const COLOURS = { CONFIRMED: 'success', RETURNED: 'warning', REJECTED: 'error' } as const;
const codes = Object.keys(REASONS).map((id) => ({ id, name: `reasons.${id}` }));
type Result = (typeof ANSWER_RESULTS)[number];

interface AnswerProps {
  batch: BatchDetail;
  result: Result;
  rows: readonly BatchRowRecord[];
  onDone: () => void;
  onClose: () => void;
}

function AnswerDialog({ batch, result, rows, onDone, onClose }: AnswerProps) {
  const translate = useTranslate();
  const format = useFormat();
  const send = useBatchAct(batch);
  const answer = async (values: ActValues) => {
    await send('answer', { answers: rowAnswers(rows, result, values) });
    onDone();
  };
  return (
    <ActDialog
      title={translate(`answers.ask.${result}`, { count: format.number(rows.length) })}
      submitLabel={translate(`answers.act.${result}`)}
      color={COLOURS[result]}
      validate={(values) => answerProblems(result, values)}
      onSubmit={answer}
      onClose={onClose}
    >
      <Typography variant="body2">
        {rows
          .slice(0, 8)
          .map(({ registrationNo, fullName }) => `${registrationNo} ${fullName}`)
          .join(' · ')}
        {rows.length > 8 && ' …'}
      </Typography>
      {result !== 'CONFIRMED' && (
        <>
          <SelectInput source="reason" label="answers.reason" choices={codes} validate={required()} />
          <TextInput
            source="ownCode"
            label="answers.pmoCode"
            helperText="answers.pmoCodeHelp"
            slotProps={{ htmlInput: { maxLength: 40 } }}
          />
        </>
      )}
      <TextInput
        source="note"
        label="batches.note"
        multiline
        minRows={2}
        slotProps={{ htmlInput: { maxLength: 1000 } }}
      />
    </ActDialog>
  );
}

/** Answers for the rows ticked. A row answered before stays as it was answered. */
function AnswerButtons({ batch }: { batch: BatchDetail }) {
  const translate = useTranslate();
  const { selectedIds, data, onUnselectItems: unselect } = useListContext<BatchRowRecord>();
  const [result, setResult] = useState<Result | null>(null);
  const rows = (data ?? []).filter((row) => selectedIds.includes(row.id));
  return (
    <Stack direction="row" spacing={1}>
      {ANSWER_RESULTS.map((name) => (
        <Button
          key={name}
          size="small"
          color={COLOURS[name]}
          disabled={rows.length === 0}
          onClick={() => setResult(name)}
        >
          {translate(`answers.act.${name}`)}
        </Button>
      ))}
      {result && (
        <AnswerDialog
          batch={batch}
          result={result}
          rows={rows}
          onDone={unselect}
          onClose={() => setResult(null)}
        />
      )}
    </Stack>
  );
}

/** The rows of a delivery with their answers, what its files left open, and whether it balances. */
export function DeliveryAnswers({ batch }: { batch: BatchDetail }) {
  const translate = useTranslate();
  const { data = [] } = useBatchActions(batch.id);
  const mayAnswer = dutiesOf(batch.status, data).some(
    (duty) => duty.action === 'answer' && duty.allowed && isOwnDuty(duty),
  );
  return (
    <>
      <Card>
        <CardContent>
          <Typography variant="h3">{translate('answers.title')}</Typography>
          <Typography variant="body2" color="text.secondary" sx={{ mb: 1 }}>
            {translate(mayAnswer ? 'answers.help' : 'answers.readOnly')}
          </Typography>
          <RowTable
            batch={batch}
            withAnswers
            bulk={mayAnswer ? <AnswerButtons batch={batch} /> : undefined}
            empty={<EmptyState words="batches.noRowsFound" />}
          />
        </CardContent>
      </Card>
      <IssueList batchId={batch.id} />
      <BatchReconciliation batch={batch} />
    </>
  );
}
