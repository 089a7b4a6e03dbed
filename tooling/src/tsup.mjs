// The one build recipe: ESM by esbuild, declarations by the native TypeScript compiler (tsup's own
// declaration bundler needs the old compiler API and takes about eight times as long).
import { execFileSync } from 'node:child_process'
import { fileURLToPath } from 'node:url'

const tsc = fileURLToPath(new URL('../../node_modules/typescript-native/bin/tsc', import.meta.url))

/**
 * @param {{ entry?: Record<string, string>, platform?: 'neutral' | 'node' | 'browser', declarations?: boolean, projects?: string[] }} recipe
 * @returns {import('tsup').Options}
 */
export function buildRecipe({
  entry = { index: 'src/index.ts' },
  platform = 'neutral',
  declarations = true,
  projects = ['tsconfig.json'],
} = {}) {
  return {
    entry,
    platform,
    format: ['esm'],
    target: 'es2022',
    outDir: 'dist',
    clean: true,
    sourcemap: true,
    splitting: true,
    treeshake: true,
    silent: true,
    outExtension: () => ({ js: '.js' }),
    onSuccess: async () => {
      if (!declarations) return
      const flags = [
        '--noEmit',
        'false',
        '--emitDeclarationOnly',
        '--customConditions',
        'null',
        '--outDir',
        'dist',
      ]
      try {
        for (const project of projects) {
          execFileSync(process.execPath, [tsc, '-p', project, ...flags], { stdio: 'pipe' })
        }
      } catch (failure) {
        process.stderr.write(String(failure.stdout ?? failure))
        process.exit(1)
      }
    },
  }
}
