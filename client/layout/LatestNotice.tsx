import { Alert, Snackbar } from '@mui/material';
import { isValidElement, useEffect, useState } from 'react';
import {
  CloseNotificationContext,
  useNotificationContext,
  useTranslate,
  type NotificationPayload,
} from 'react-admin';

const SHOWN_MILLISECONDS = 5000;

/**
 * What was just done or refused, in a bar at the foot. A newer notice takes the place of the one on the screen at
 * once: waiting its turn, it would tell of a case long left.
 */
export function LatestNotice() {
  const translate = useTranslate();
  const { notifications, takeNotification } = useNotificationContext();
  const [notice, setNotice] = useState<{ no: number; payload: NotificationPayload } | null>(null);
  const [isOpen, setOpen] = useState(false);
  useEffect(() => {
    const payload = notifications.length > 0 ? takeNotification() : undefined;
    if (!payload) return;
    setNotice((last) => ({ no: (last?.no ?? 0) + 1, payload }));
    setOpen(true);
  }, [notifications, takeNotification]);
  if (!notice) return null;
  const { message, type, notificationOptions } = notice.payload;
  const { autoHideDuration = SHOWN_MILLISECONDS, messageArgs } = notificationOptions ?? {};
  const close = () => setOpen(false);
  return (
    <CloseNotificationContext.Provider value={close}>
      <Snackbar
        key={notice.no}
        open={isOpen}
        autoHideDuration={autoHideDuration}
        // A click elsewhere is the next piece of work, not a wish to lose the notice.
        onClose={(_event, reason) => reason !== 'clickaway' && close()}
        anchorOrigin={{ vertical: 'bottom', horizontal: 'center' }}
      >
        <div>
          {isValidElement(message) ? (
            message
          ) : (
            <Alert severity={type} variant="filled" onClose={close}>
              {typeof message === 'string' && translate(message, messageArgs)}
            </Alert>
          )}
        </div>
      </Snackbar>
    </CloseNotificationContext.Provider>
  );
}
