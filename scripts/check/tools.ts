import { spawn } from 'node:child_process'
import { join } from 'node:path'
import { environment } from '../../src/cli/config.ts'
import { finding, type Finding, type Part } from './part.ts'

/** The compiler, once for each climate. Its own program is called: `npx` alone takes longer than the compiler. */
export const types: Part = {
  name: 'types',
  run: async (root) => {
    const climates = ['pure', 'node', 'browser']
    const found = await Promise.all(climates.map((climate) => compile(root, climate)))
    return [...new Map(found.flat().map((each) => [`${each.at} ${each.says}`, each])).values()]
  },
}

const compile = async (root: string, climate: string): Promise<readonly Finding[]> => {
  const ran = await runTool(root, 'tsc', [
    '-p',
    `tsconfig.${climate}.json`,
    '--pretty',
    'false',
    '--singleThreaded',
    '--incremental',
    '--tsBuildInfoFile',
    `node_modules/.cache/check/${climate}.tsbuildinfo`,
  ])
  const faults = Array.from(ran.output.matchAll(/^(\S[^(\n]*)\((\d+),\d+\): error (TS\d+: .*)$/gm), ([, file, line, says = '']) =>
    finding(`${file}:${line}`, says),
  )
  return ran.status === 0 || faults.length > 0
    ? faults
    : [finding(`tsconfig.${climate}.json`, `the compiler did not run: ${ran.output.trim().slice(0, 300)}`)]
}

export const lint: Part = { name: 'lint', run: (root) => lintWith(root, []) }

/** The rules that need types as well (a promise that nobody awaits); they compile everything once more. */
export const typedLint: Part = { name: 'typed lint', run: (root) => lintWith(root, ['--type-aware']) }

const lintWith = async (root: string, words: readonly string[]): Promise<readonly Finding[]> => {
  const ran = await runTool(root, 'oxlint', [...words, '--format=unix'])
  const faults = Array.from(ran.output.matchAll(/^(\S[^:\n]*:\d+):\d+: (.*?) \[Error\/(.*)\]$/gm), ([, at = '', says = '', rule = '']) =>
    finding(at, `${says} ${rule}`),
  )
  return ran.status === 0 || faults.length > 0
    ? faults
    : [finding('.oxlintrc.json', `oxlint did not run: ${ran.output.trim().slice(0, 300)}`)]
}

export const format: Part = {
  name: 'format',
  run: async (root) => {
    const ran = await runTool(root, 'oxfmt', ['--check'])
    const files = Array.from(ran.output.matchAll(/^(\S+) \(\d+ms\)$/gm), ([, file = '']) =>
      finding(file, 'is not formatted: run node_modules/.bin/oxfmt on it'),
    )
    return ran.status === 0 || files.length > 0
      ? files
      : [finding('.oxfmtrc.json', `oxfmt did not run: ${ran.output.trim().slice(0, 300)}`)]
  },
}

/** Files, exports and packages that nothing uses. */
export const unused: Part = {
  name: 'unused',
  run: async (root) => {
    const ran = await runTool(root, 'knip', ['--no-progress', '--reporter', 'compact', '--no-config-hints'])
    let kind = ''
    const found: Finding[] = []
    for (const line of ran.output.split('\n')) {
      const heading = /^(U[a-z]+ .*|Duplicate .*|Unlisted .*|Unresolved .*) \(\d+\)$/.exec(line)
      if (heading) kind = (heading[1] ?? '').toLowerCase().replace(/ies$/, 'y').replace(/s$/, '')
      else if (line.trim() !== '' && kind !== '') found.push(unusedFinding(kind, line.trim()))
    }
    return ran.status === 0 || found.length > 0 ? found : [finding('knip.json', `knip did not run: ${ran.output.trim().slice(0, 300)}`)]
  },
}

const unusedFinding = (kind: string, line: string): Finding => {
  const [at = '', ...names] = line.split(': ')
  const what = names.length === 0 || names[0] === at ? '' : ` (${names.join(': ')})`
  return finding(at, `${kind}${what}: use it, stop exporting it, or remove it`)
}

/**
 * Compiler and linter are Go programs that take every core for threads and clearing up; several run at once here, so that one core each,
 * and clearing up seldom, needs less than half the work.
 */
const frugal = { GOMAXPROCS: '1', GOGC: '400' }

const runTool = (root: string, tool: string, words: readonly string[]) =>
  new Promise<{ readonly status: number; readonly output: string }>((resolve) => {
    const child = spawn(join(root, 'node_modules', '.bin', tool), words, {
      cwd: root,
      env: { ...environment, ...frugal },
      stdio: ['ignore', 'pipe', 'pipe'],
    })
    let output = ''
    child.stdout.on('data', (bytes: Buffer) => (output += bytes.toString()))
    child.stderr.on('data', (bytes: Buffer) => (output += bytes.toString()))
    child.on('error', (error) => resolve({ status: -1, output: error.message }))
    child.on('close', (status) => resolve({ status: status ?? -1, output }))
  })
