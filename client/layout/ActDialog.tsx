import {
  Button,
  Dialog,
  DialogActions,
  DialogContent,
  DialogTitle,
  type ButtonProps,
  type DialogProps,
} from '@mui/material';
import { useId, useRef, useState, type ReactNode } from 'react';
import { Form, useTranslate } from 'react-admin';
import { markedFields } from './marked-fields.ts';
import { Problem } from './ListProblem.tsx';

export type ActValues = Record<string, unknown>;
export type FormProblems = Record<string, string | { message: string; args?: Record<string, unknown> }>;

interface Props {
  title: string;
  submitLabel: string;
  /** Sends the act; the dialog closes when it resolves and keeps what was typed when it throws. */
  onSubmit: (values: ActValues) => Promise<void>;
  onClose: () => void;
  /** In place of closing after success, where the page goes on elsewhere. */
  onDone?: () => void;
  children: ReactNode;
  color?: ButtonProps['color'];
  defaultValues?: ActValues;
  validate?: (values: ActValues) => FormProblems;
  maxWidth?: DialogProps['maxWidth'];
}

// The dialog's form is about the act, not about the record of the page around it.
const NO_RECORD = {};

// The dialog itself takes the focus where it has no field; the shade behind it shows that well enough.
const NO_RING = { '&:focus-visible': { outline: 'none' } };

const FIRST_FIELD =
  'input:not([aria-hidden=true]):not([disabled]):not([type=file]), textarea:not([disabled]), [role=combobox]';

/** Asks what an act needs, sends it, and shows the server's refusal in the place where it can be mended. */
export function ActDialog(props: Props) {
  const {
    title,
    submitLabel,
    onSubmit,
    onClose,
    onDone,
    children,
    color,
    defaultValues,
    validate,
    maxWidth,
  } = props;
  const translate = useTranslate();
  const titleId = useId();
  const [error, setError] = useState<unknown>(null);
  const [isBusy, setBusy] = useState(false);
  const content = useRef<HTMLDivElement>(null);
  // Whoever is quicker than the dialog's opening keeps the field they are in.
  const focusFirst = () => {
    if (content.current?.contains(document.activeElement)) return;
    content.current?.querySelector<HTMLElement>(FIRST_FIELD)?.focus();
  };
  const send = async (values: ActValues) => {
    setBusy(true);
    setError(null);
    try {
      await onSubmit(values);
      (onDone ?? onClose)();
      return undefined;
    } catch (problem) {
      setError(problem);
      return markedFields(problem);
    } finally {
      setBusy(false);
    }
  };
  return (
    <Dialog
      open
      onClose={isBusy ? undefined : onClose}
      fullWidth
      maxWidth={maxWidth ?? 'sm'}
      aria-labelledby={titleId}
      slotProps={{ transition: { onEnter: focusFirst, onEntered: focusFirst }, paper: { sx: NO_RING } }}
    >
      <Form record={NO_RECORD} defaultValues={defaultValues} validate={validate} onSubmit={send}>
        <DialogTitle id={titleId}>{title}</DialogTitle>
        <DialogContent ref={content} sx={{ display: 'flex', flexDirection: 'column', gap: 1 }}>
          {error !== null && <Problem error={error} />}
          {children}
        </DialogContent>
        <DialogActions sx={{ px: 3, pb: 2 }}>
          <Button onClick={onClose} disabled={isBusy}>
            {translate('app.cancel')}
          </Button>
          <Button type="submit" variant="contained" color={color ?? 'primary'} loading={isBusy}>
            {submitLabel}
          </Button>
        </DialogActions>
      </Form>
    </Dialog>
  );
}
