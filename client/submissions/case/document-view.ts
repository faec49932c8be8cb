/** How a scan is shown; nothing here changes the document. */
export interface View {
  /** Share of the stage's width. */
  zoom: number;
  /** Quarter turns clockwise. */
  turns: number;
  highContrast: boolean;
}

export type ViewAct = 'zoomIn' | 'zoomOut' | 'rotate' | 'contrast' | 'fit';

export const FIRST_VIEW: View = { zoom: 1, turns: 0, highContrast: false };

const STEP = 1.25;
const SMALLEST = 0.4;
const LARGEST = 6;

export function viewReducer(view: View, act: ViewAct): View {
  switch (act) {
    case 'zoomIn':
      return { ...view, zoom: Math.min(LARGEST, view.zoom * STEP) };
    case 'zoomOut':
      return { ...view, zoom: Math.max(SMALLEST, view.zoom / STEP) };
    case 'rotate':
      return { ...view, turns: (view.turns + 1) % 4 };
    case 'contrast':
      return { ...view, highContrast: !view.highContrast };
    case 'fit':
      return FIRST_VIEW;
  }
}
