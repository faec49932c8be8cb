declare module 'virtual:words/*' {
  import type { TranslationMessages } from 'react-admin';

  const words: TranslationMessages;
  export default words;
}
