import { createContext, useContext } from 'react';
import type { FormSaver, SaverView } from './form-saver.ts';
import type { FieldName, FieldProblem, Values } from './form-rules.ts';
import type { RegionsState } from './regions.ts';

/** What every step of the form works on. */
export interface OpenForm {
  saver: FormSaver;
  view: SaverView;
  values: Values;
  regions: RegionsState;
  /** Found when somebody wanted to go on. */
  problems: Partial<Record<FieldName, FieldProblem>>;
}

export const FormContext = createContext<OpenForm | null>(null);

export function useOpenForm(): OpenForm {
  const form = useContext(FormContext);
  if (!form) throw new Error('useOpenForm outside of FormSteps');
  return form;
}
