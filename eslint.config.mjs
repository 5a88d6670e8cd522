// @ts-check
// Lint rules that keep the architecture (ARCHITECTURE.md): arrows between layers point down only, host APIs stay in
// their shells, reference counts change in one place. Typed rules are few: each has to be worth its time on 100,000
// lines.

import { defineConfig } from 'eslint/config';
import importX, { createNodeResolver } from 'eslint-plugin-import-x';
import tseslint from 'typescript-eslint';

/** What each layer of server/src may import, itself apart. */
const layers = {
  protocol: [],
  ast: [],
  parser: ['ast'],
  // The C library's functions on floats: constant folding needs the same as the engine.
  libm: [],
  compiler: ['ast', 'libm'],
  heap: [],
  objects: ['heap', 'compiler', 'libm'],
  // compile(), eval() and imports reach the parser from below.
  modules: ['heap', 'objects', 'compiler', 'parser', 'ast', 'vm'],
  vm: ['heap', 'objects', 'modules', 'compiler', 'parser', 'ast'],
  session: ['heap', 'objects', 'modules', 'vm', 'compiler', 'parser', 'ast', 'protocol'],
  analyses: ['session', 'protocol', 'ast', 'parser'],
  lsp: ['analyses', 'session', 'protocol', 'ast', 'parser', 'compiler'],
  cli: ['session', 'analyses', 'protocol', 'compiler', 'parser', 'ast', 'vm', 'objects', 'modules', 'heap'],
};

const allLayers = Object.keys(layers);

/** @param {string} layer @param {string[]} allowed */
function zone(layer, allowed) {
  return {
    target: `./server/src/${layer}`,
    from: allLayers
      .filter((other) => other !== layer && !allowed.includes(other))
      .map((other) => `./server/src/${other}`),
    message: `${layer}/ may import only ${[layer, ...allowed].map((name) => `${name}/`).join(', ')} (ARCHITECTURE.md).`,
  };
}

/** Node's own modules and names: for process shells only, so that the same code runs in a browser's worker. */
const processShells = ['server/src/main.ts', 'server/src/cli/**', 'server/src/**/*.node.ts'];
const nodeGlobals = ['process', 'Buffer', '__dirname', '__filename', 'require', 'global', 'setImmediate'].map(
  (name) => ({
    name,
    message: 'Node only: put it into a process shell (main.ts, cli/, *.node.ts).',
  }),
);

const refcountMessage = 'Reference counts change in server/src/heap only: use Py_INCREF, Py_DECREF and their kin.';

export default defineConfig(
  { ignores: ['dist/', 'out/', 'coverage/', 'artifacts/', '.cache/', '.vscode-test/', '**/generated/', '**/*.d.ts'] },
  ...tseslint.configs.recommended,
  {
    files: ['**/*.ts', '**/*.mjs', '**/*.js'],
    plugins: { '@typescript-eslint': tseslint.plugin, 'import-x': importX },
    languageOptions: { parser: tseslint.parser, ecmaVersion: 2023, sourceType: 'module' },
    linterOptions: { reportUnusedDisableDirectives: 'error' },
    settings: { 'import-x/resolver-next': [createNodeResolver({ extensions: ['.ts', '.mjs', '.js'] })] },
    rules: {
      eqeqeq: ['error', 'always', { null: 'ignore' }],
      'no-var': 'error',
      'prefer-const': ['error', { destructuring: 'all' }],
      'no-unused-expressions': 'error',
      'no-throw-literal': 'error',
      'no-debugger': 'error',
      'no-self-compare': 'error',
      'no-unreachable': 'error',
      'no-duplicate-case': 'error',
      'no-template-curly-in-string': 'error',
      'no-constant-condition': ['error', { checkLoops: false }],
      'no-eval': 'error',
      '@typescript-eslint/no-unused-vars': ['error', { argsIgnorePattern: '^_', varsIgnorePattern: '^_' }],
      '@typescript-eslint/consistent-type-imports': ['error', { prefer: 'type-imports' }],
      '@typescript-eslint/ban-ts-comment': [
        'error',
        { 'ts-expect-error': 'allow-with-description', 'ts-check': false },
      ],
      'import-x/no-duplicates': 'error',
      'import-x/no-self-import': 'error',
      'import-x/no-extraneous-dependencies': ['error', { devDependencies: ['scripts/**', 'test/**', '*.mjs'] }],
    },
  },
  {
    // Arrows point down only.
    files: ['server/src/**/*.ts'],
    rules: {
      'import-x/no-restricted-paths': [
        'error',
        {
          zones: [
            ...Object.entries(layers).map(([layer, allowed]) => zone(layer, allowed)),
            { target: './server', from: './client', message: 'The server knows no client.' },
          ],
        },
      ],
      'import-x/no-nodejs-modules': 'error',
      'no-restricted-globals': ['error', ...nodeGlobals],
      'no-restricted-imports': [
        'error',
        {
          patterns: [
            { group: ['vscode', 'vscode/*'], message: 'vscode is for client/ only.' },
            { group: ['vscode-languageserver*'], message: 'LSP is for server/src/lsp and the process shells only.' },
            {
              group: ['web-tree-sitter', 'tree-sitter*'],
              message: 'The parser package is for server/src/parser only.',
            },
          ],
        },
      ],
      'no-restricted-syntax': [
        'error',
        {
          selector: 'AssignmentExpression > MemberExpression.left[property.name="ob_refcnt"]',
          message: refcountMessage,
        },
        { selector: 'UpdateExpression > MemberExpression[property.name="ob_refcnt"]', message: refcountMessage },
      ],
    },
  },
  {
    // As in CPython's C files, functions of these layers call each other across files in both directions; what must
    // not happen is a cycle at module initialisation (docs/adr/0002). Everywhere else a cycle is a mistake.
    files: ['server/src/{protocol,ast,parser,compiler,heap,session,analyses,lsp,cli}/**/*.ts', 'client/**/*.ts'],
    rules: { 'import-x/no-cycle': ['error', { ignoreExternal: true }] },
  },
  { files: ['server/src/heap/**/*.ts'], rules: { 'no-restricted-syntax': 'off' } },
  {
    // Py_INCREF and Py_DECREF written out: in the interpreter's loop, which a build step makes from these files, and in the
    // few objects that are revived or made static (docs/engine.md).
    files: [
      'server/src/vm/**/*.ts',
      'server/src/objects/{dictiter,odictiter,setiter,moduletype,structseq,typestruct,unicode_interned}.ts',
    ],
    rules: { 'no-restricted-syntax': 'off' },
  },
  {
    // Registers of the loop are declared in every file of instructions, used or not.
    files: ['server/src/vm/opcodes/*.ts'],
    rules: { '@typescript-eslint/no-unused-vars': 'off', 'prefer-const': 'off' },
  },
  {
    // Machine-made tables.
    files: ['server/src/objects/*_db.ts'],
    rules: { 'no-template-curly-in-string': 'off' },
  },
  // Imports of a value and of a type from one file may stand apart.
  { files: ['server/src/**/*.ts'], rules: { 'import-x/no-duplicates': ['error', { 'prefer-inline': false }] } },
  {
    files: ['server/src/lsp/**/*.ts', 'server/src/main.ts', 'server/src/browserMain.ts', 'server/src/parser/**/*.ts'],
    rules: { 'no-restricted-imports': ['error', { patterns: [{ group: ['vscode', 'vscode/*'] }] }] },
  },
  {
    files: processShells,
    rules: { 'import-x/no-nodejs-modules': 'off', 'no-restricted-globals': 'off' },
  },
  {
    // The extension host's side: VS Code's API, no DOM; only extension.ts may know Node.
    files: ['client/src/**/*.ts'],
    rules: {
      'import-x/no-nodejs-modules': 'error',
      'no-restricted-globals': ['error', ...nodeGlobals, 'window', 'document', 'HTMLElement'],
      'import-x/no-restricted-paths': [
        'error',
        {
          zones: [
            {
              target: './client/src',
              from: './server/src',
              except: ['./protocol'],
              message: 'The client knows of the server only its protocol.',
            },
            {
              target: './client/src',
              from: './client/webview',
              message: 'The view is another world: talk to it by messages.',
            },
          ],
        },
      ],
    },
  },
  {
    files: ['client/src/extension.ts'],
    rules: { 'import-x/no-nodejs-modules': 'off', 'no-restricted-globals': 'off' },
  },
  {
    // The view: DOM, neither VS Code's API nor Node.
    files: ['client/webview/**/*.ts'],
    rules: {
      'import-x/no-nodejs-modules': 'error',
      'no-restricted-globals': ['error', ...nodeGlobals],
      'no-restricted-imports': [
        'error',
        { patterns: [{ group: ['vscode', 'vscode/*'], message: 'A webview has no vscode module.' }] },
      ],
      'import-x/no-restricted-paths': [
        'error',
        {
          zones: [
            {
              target: './client/webview',
              from: './server/src',
              except: ['./protocol'],
              message: 'The view knows of the server only its protocol.',
            },
            {
              target: './client/webview',
              from: './client/src',
              message: 'The view talks to the extension host by messages.',
            },
          ],
        },
      ],
    },
  },
  {
    // Rules that need types: where promises live. The engine below the session has none, so it is spared the time.
    files: [
      'client/**/*.ts',
      'server/src/{session,analyses,lsp,cli}/**/*.ts',
      'server/src/*.ts',
      'test/{vscode,lsp,webview,package,support}/**/*.ts',
    ],
    languageOptions: { parserOptions: { projectService: true, tsconfigRootDir: import.meta.dirname } },
    rules: {
      '@typescript-eslint/no-floating-promises': 'error',
      '@typescript-eslint/no-misused-promises': ['error', { checksVoidReturn: { arguments: false } }],
      '@typescript-eslint/await-thenable': 'error',
      '@typescript-eslint/switch-exhaustiveness-check': ['error', { considerDefaultExhaustiveForUnions: true }],
      '@typescript-eslint/return-await': ['error', 'in-try-catch'],
    },
  },
  {
    // Our own names are camelCase; what CPython named keeps CPython's spelling, in the layers that simulate it.
    files: [
      'client/**/*.ts',
      'server/src/{session,analyses,lsp,cli,parser}/**/*.ts',
      'scripts/**/*.mjs',
      'test/**/*.{ts,mjs}',
    ],
    rules: {
      '@typescript-eslint/naming-convention': [
        'error',
        { selector: 'typeLike', format: ['PascalCase'], filter: { regex: '^(_?Py|[a-z]+_)', match: false } },
        {
          selector: ['function', 'method'],
          format: ['camelCase', 'PascalCase'],
          filter: { regex: '^(_?Py|[a-z]+_)', match: false },
        },
        {
          selector: 'parameter',
          format: ['camelCase', 'PascalCase'],
          leadingUnderscore: 'allow',
          filter: { regex: '^_*(Py|[a-z]+_)', match: false },
        },
      ],
    },
  },
  {
    files: ['server/src/{ast,compiler,heap,objects,modules,vm}/**/*.ts'],
    rules: {
      '@typescript-eslint/naming-convention': [
        'error',
        // An AST node's union is named as in CPython's grammar (`expr`); everything else that is a class is PascalCase or CPython's.
        { selector: 'class', format: ['PascalCase'], filter: { regex: '^(_?Py|[a-z_]+)', match: false } },
      ],
    },
  },
  {
    files: ['test/**/*.{ts,mjs}'],
    rules: { 'no-unused-expressions': 'off', 'no-template-curly-in-string': 'off' },
  },
  {
    // Runs in VS Code's worker as it stands.
    files: ['test/support/webFolder/*.js'],
    languageOptions: { sourceType: 'commonjs' },
    rules: { '@typescript-eslint/no-require-imports': 'off' },
  },
);
