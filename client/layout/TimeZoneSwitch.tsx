import ScheduleIcon from '@mui/icons-material/Schedule';
import { Button, Menu, MenuItem } from '@mui/material';
import { useState } from 'react';
import { useTranslate } from 'react-admin';
import { TIME_ZONE_CODES, useTimeZone } from '../i18n/time-zone.ts';

/** WIB, WITA or WIT: the zone in which the user reads every time of day. */
export function TimeZoneSwitch() {
  const translate = useTranslate();
  const [zone, setZone] = useTimeZone();
  const [anchor, setAnchor] = useState<HTMLElement | null>(null);
  return (
    <>
      <Button
        color="inherit"
        size="small"
        startIcon={<ScheduleIcon />}
        aria-haspopup="menu"
        aria-label={`${translate('app.timeZone')}: ${zone}`}
        onClick={(event) => setAnchor(event.currentTarget)}
      >
        {zone}
      </Button>
      <Menu anchorEl={anchor} open={anchor !== null} onClose={() => setAnchor(null)}>
        {TIME_ZONE_CODES.map((code) => (
          <MenuItem
            key={code}
            selected={code === zone}
            onClick={() => {
              setZone(code);
              setAnchor(null);
            }}
          >
            {code}
          </MenuItem>
        ))}
      </Menu>
    </>
  );
}
