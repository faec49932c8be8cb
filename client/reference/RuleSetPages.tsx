import { Stack, Table, TableBody, TableCell, TableHead, TableRow, Typography } from '@mui/material';
import { DataTable, List, Show, useRecordContext, useTranslate } from 'react-admin';
import type { RuleSetRecord } from '@server/reference/reference-schema.ts';
import type { EligibilityRules } from '@server/screening/screening-schema.ts';
import { DayField } from '../i18n/fields.tsx';
import { useFormat } from '../i18n/format.ts';
import { FactList } from '../layout/FactList.tsx';
import { ListProblem } from '../layout/ListProblem.tsx';

/** Rule sets; each decision cites one with its version. */
export function RuleSetList() {
  return (
    <List
      sort={{ field: 'effectiveFrom', order: 'ASC' }}
      exporter={false}
      actions={false}
      error={<ListProblem />}
    >
      <DataTable bulkActionButtons={false} size="small" rowClick="show">
        <DataTable.Col source="code" />
        <DataTable.Col source="rulesVersion" disableSort />
        <DataTable.Col
          source="citation"
          disableSort
          sx={{ '&.MuiTableCell-body': { whiteSpace: 'normal' } }}
        />
        <DataTable.Col source="effectiveFrom">
          <DayField source="effectiveFrom" />
        </DataTable.Col>
      </DataTable>
    </List>
  );
}

function useRuleLines(rules: Partial<EligibilityRules>): [string, string][] {
  const translate = useTranslate();
  const none = translate('reference.ruleSet.noLimit');
  const ages = rules.maxAge
    ? translate('reference.ruleSet.between', { min: rules.minAge, max: rules.maxAge })
    : translate('reference.ruleSet.from', { min: rules.minAge });
  const lists = Object.entries(rules.lists ?? {}).map(([list, effect]): [string, string] => [
    translate(`enums.list.${list}`),
    translate(`reference.ruleSet.effect.${effect}`, { _: effect }),
  ]);
  const perKk = rules.kkLimit ? translate('reference.ruleSet.perKk', { count: rules.kkLimit }) : none;
  return [
    [translate('reference.ruleSet.age'), ages],
    ...lists,
    [translate('reference.ruleSet.kkLimit'), perKk],
  ];
}

function RuleTable() {
  const translate = useTranslate();
  const record = useRecordContext<RuleSetRecord>();
  const lines = useRuleLines((record?.rules ?? {}) as Partial<EligibilityRules>);
  return (
    <Table size="small" aria-label={translate('reference.ruleSet.rules')}>
      <TableHead>
        <TableRow>
          <TableCell>{translate('reference.ruleSet.rule')}</TableCell>
          <TableCell>{translate('reference.ruleSet.asks')}</TableCell>
        </TableRow>
      </TableHead>
      <TableBody>
        {lines.map(([rule, asks]) => (
          <TableRow key={rule}>
            <TableCell component="th" scope="row">
              {rule}
            </TableCell>
            <TableCell>{asks}</TableCell>
          </TableRow>
        ))}
      </TableBody>
    </Table>
  );
}

function RuleSetCard() {
  const translate = useTranslate();
  const format = useFormat();
  const record = useRecordContext<RuleSetRecord>();
  if (!record) return null;
  const field = (name: string) => translate(`resources.rule-sets.fields.${name}`);
  return (
    <Stack spacing={2} sx={{ p: 2 }}>
      <FactList
        facts={[
          { label: field('code'), value: record.code },
          { label: field('rulesVersion'), value: record.rulesVersion },
          { label: field('effectiveFrom'), value: format.day(record.effectiveFrom) },
          { label: field('citation'), value: record.citation, wide: true },
        ]}
      />
      <RuleTable />
      <Typography variant="body2" color="text.secondary">
        {translate('reference.ruleSet.neverChanged')}
      </Typography>
    </Stack>
  );
}

/** One rule set: where it stands in the regulations, and what it asks. */
export function RuleSetShow() {
  return (
    <Show actions={false} sx={{ maxWidth: 820 }}>
      <RuleSetCard />
    </Show>
  );
}
