import { lazy } from 'react';

// One chunk for all plots: the home page shows its numbers before it arrives.
const charts = () => import('./Charts.tsx');

export const PipelineChart = lazy(() => charts().then((module) => ({ default: module.PipelineChart })));
export const ReasonsChart = lazy(() => charts().then((module) => ({ default: module.ReasonsChart })));
export const AgeingChart = lazy(() => charts().then((module) => ({ default: module.AgeingChart })));
export const OfficesChart = lazy(() => charts().then((module) => ({ default: module.OfficesChart })));
export const DecisionsChart = lazy(() => charts().then((module) => ({ default: module.DecisionsChart })));
export const QuotaGauge = lazy(() => charts().then((module) => ({ default: module.QuotaGauge })));
export const LyingBars = lazy(() => charts().then((module) => ({ default: module.LyingBars })));
