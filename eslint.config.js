import tseslint from 'typescript-eslint';

export default tseslint.config(
  { ignores: ['dist', 'var', 'bench', 'node_modules', 'coverage'] },
  ...tseslint.configs.recommended,
  {
    files: ['**/*.{ts,tsx}'],
    languageOptions: { parserOptions: { projectService: true, tsconfigRootDir: import.meta.dirname } },
    rules: {
      // A promise nobody awaits is a write nobody checks.
      '@typescript-eslint/no-floating-promises': 'error',
      '@typescript-eslint/no-misused-promises': ['error', { checksVoidReturn: false }],
      '@typescript-eslint/no-explicit-any': 'error',
      '@typescript-eslint/consistent-type-imports': 'error',
      '@typescript-eslint/no-unused-vars': ['error', { argsIgnorePattern: '^_', varsIgnorePattern: '^_' }],
      // `x += await f()` is a lost update.
      'require-atomic-updates': ['error', { allowProperties: true }],
      'no-console': 'error',
      eqeqeq: ['error', 'always'],
    },
  },
  {
    // Commands talk to a terminal.
    files: [
      '**/*-command.ts',
      'server/main.ts',
      'server/dev.ts',
      'server/migrate.ts',
      'server/auth/staff-create.ts',
      'seeds/main.ts',
      'tests/bench/**',
      'server/start-banner.ts',
    ],
    rules: { 'no-console': 'off' },
  },
);
