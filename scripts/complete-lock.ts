/**
 * Fills the holes that a registry without every platform's packages leaves in package-lock.json: each optional package that a listed one
 * names, with its version and the machines it is for, so that `npm ci` finds a whole lock and fetches what the machine needs.
 */
import { readFileSync, writeFileSync } from 'node:fs'

type Listed = {
  version?: string
  optional?: boolean
  dev?: boolean
  os?: string[]
  cpu?: string[]
  optionalDependencies?: Record<string, string>
}

const file = 'package-lock.json'
const lock: { packages: Record<string, Listed> } = JSON.parse(readFileSync(file, 'utf8'))

const systems: Readonly<Record<string, string>> = {
  android: 'android',
  darwin: 'darwin',
  freebsd: 'freebsd',
  linux: 'linux',
  openharmony: 'openharmony',
  win32: 'win32',
}
const processors = ['arm64', 'arm', 'x64', 'ia32', 'ppc64', 'riscv64', 's390x', 'loong64', 'wasm32'] as const

const added: string[] = []
for (const [place, listed] of Object.entries(lock.packages))
  for (const [name, version] of Object.entries(listed.optionalDependencies ?? {})) {
    const there = `node_modules/${name}`
    if (place === '' || lock.packages[there] || lock.packages[`${place}/${there}`]) continue
    const os = Object.keys(systems).find((each) => name.includes(each))
    const cpu = processors.find((each) => name.includes(`-${each}`))
    lock.packages[there] = {
      version: version.replace(/^[\^~]/, ''),
      ...(listed.dev ? { dev: true } : {}),
      optional: true,
      ...(os === undefined ? {} : { os: [os] }),
      ...(cpu === undefined ? {} : { cpu: [cpu] }),
    }
    added.push(name)
  }

lock.packages = Object.fromEntries(Object.entries(lock.packages).toSorted(([a], [b]) => (a < b ? -1 : 1)))
writeFileSync(file, `${JSON.stringify(lock, null, 2)}\n`)
process.stdout.write(`${added.length} optional packages of other machines were listed.\n`)
