import i18next from 'eslint-plugin-i18next';
import reactHooks from 'eslint-plugin-react-hooks';
import tseslint from 'typescript-eslint';

/** Which folders a file may import from: imports run one way, and features don't know each other. */
const only = (message, ...patterns) => [
  'error',
  { patterns: patterns.map((regex) => ({ regex, message })) },
];

export default tseslint.config(
  { ignores: ['dist', 'e2e/results', 'src/shared/api/schema.d.ts'] },
  ...tseslint.configs.strictTypeChecked,
  ...tseslint.configs.stylisticTypeChecked,
  {
    languageOptions: {
      parserOptions: {
        projectService: { allowDefaultProject: ['eslint.config.js'] },
        tsconfigRootDir: import.meta.dirname,
      },
    },
    rules: {
      '@typescript-eslint/restrict-template-expressions': ['error', { allowNumber: true }],
      '@typescript-eslint/no-confusing-void-expression': ['error', { ignoreArrowShorthand: true }],
      // The compiler asks for brackets on what an index signature gives.
      '@typescript-eslint/dot-notation': 'off',
      eqeqeq: 'error',
      // The compiler knows what is newer in the language, tools/browsers.mjs what is newer in what is built.
      'no-restricted-properties': [
        'error',
        { property: 'requestSubmit', message: 'Safari 15 has none: click the button that sends.' },
      ],
    },
  },
  {
    files: ['src/**/*.{ts,tsx}'],
    plugins: { 'react-hooks': reactHooks, i18next },
    rules: {
      ...reactHooks.configs.recommended.rules,
      'i18next/no-literal-string': [
        'error',
        {
          mode: 'jsx-only',
          'jsx-attributes': {
            include: ['label', 'title', 'alt', 'placeholder', 'description', 'aria-.*'],
          },
          words: { exclude: ['[^\\p{L}]*'] },
        },
      ],
      'no-restricted-globals': [
        'error',
        {
          name: 'localStorage',
          message: 'Nothing outlives the browser session. See shared/storage.ts.',
        },
        {
          name: 'sessionStorage',
          message: 'A browser may refuse it. Use shared/storage.ts.',
        },
      ],
    },
  },
  {
    files: ['src/shared/**/*.{ts,tsx}'],
    rules: {
      'no-restricted-imports': only(
        'Shared code knows neither features nor the app.',
        '/features/',
        '/app/',
      ),
    },
  },
  {
    files: ['src/features/**/*.{ts,tsx}'],
    rules: {
      'no-restricted-imports': only(
        'Features import from shared, not from each other nor the app.',
        '/features/',
        '/app/',
        '^\\.\\./\\.\\./(?!(\\.\\./)?shared/|(\\.\\./)?test/)',
      ),
    },
  },
  {
    files: ['src/shared/storage.ts', 'src/**/*.test.{ts,tsx}'],
    rules: { 'no-restricted-globals': 'off' },
  },
  {
    files: ['src/**/*.test.{ts,tsx}', 'src/test/**'],
    rules: { 'i18next/no-literal-string': 'off', 'no-restricted-imports': 'off' },
  },
  { files: ['**/*.{js,mjs,cjs}'], ...tseslint.configs.disableTypeChecked },
  { files: ['**/*.cjs'], rules: { '@typescript-eslint/no-require-imports': 'off' } },
);
