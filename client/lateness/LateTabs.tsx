import { Tab, Tabs } from '@mui/material';
import { useTranslate } from 'react-admin';
import { Link } from 'react-router-dom';

/** Orders, and the rows that came in by them. */
export function LateTabs({ value }: { value: 'orders' | 'corrections' }) {
  const translate = useTranslate();
  return (
    <Tabs
      value={value}
      aria-label={translate('late.parts')}
      sx={{ mt: 1, borderBottom: 1, borderColor: 'divider' }}
    >
      <Tab value="orders" label={translate('late.orders')} component={Link} to="/late-overrides" />
      <Tab
        value="corrections"
        label={translate('late.corrections')}
        component={Link}
        to="/late-overrides/corrections"
      />
    </Tabs>
  );
}
