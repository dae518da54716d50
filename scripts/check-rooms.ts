/**
 * Who may import whom: the table, and the lines that enforce it by reading import specifiers. A folder is a room; a wing's rooms are
 * its files. Tests stand outside: they put rooms together.
 */
import { posix } from 'node:path'
import { isTest } from './check/project-files.ts'
import { finding, type Finding } from './check/part.ts'
import type { Source } from './check/source.ts'

type Room = {
  readonly name: string
  /** `wing` is the name of the service that a file belongs to. */
  readonly files: RegExp
  readonly may: readonly string[]
  /** Packages; `node` stands for every `node:` module, `node:crypto` for that one. `*` lets everything in. */
  readonly packages: readonly string[]
  /** No time, no randomness, no world: those are arguments. */
  readonly pure?: true
}

/** The first room that fits is a file's room. A room may always import itself; a wing's room only rooms of its own wing. */
export const rooms: readonly Room[] = [
  { name: 'domain', files: /^src\/domain\//, may: [], packages: [], pure: true },
  { name: 'wire', files: /^src\/wire\//, may: ['domain'], packages: ['zod'], pure: true },
  { name: 'words', files: /^src\/words\//, may: ['domain'], packages: [], pure: true },
  {
    name: 'wing rules',
    files: /^src\/services\/(?<wing>[^/]+)\/(?:rules|data|columns)(?:\.ts$|\/)/,
    may: ['domain'],
    packages: [],
    pure: true,
  },
  {
    name: 'wing wire',
    files: /^src\/services\/(?<wing>[^/]+)\/wire(?:\.ts$|\/)/,
    may: ['domain', 'wire', 'wing rules'],
    packages: ['zod'],
    pure: true,
  },
  {
    name: 'wing store',
    files: /^src\/services\/(?<wing>[^/]+)\/store(?:\.ts$|\/)/,
    may: ['domain', 'store', 'vault', 'wing rules'],
    packages: ['node:crypto'],
  },
  {
    name: 'wing service',
    files: /^src\/services\/(?<wing>[^/]+)\/(?:service|wing|expiry)(?:\.ts$|\/)/,
    may: ['domain', 'app', 'intake', 'store', 'vault', 'wing rules', 'wing wire', 'wing store'],
    packages: ['node'],
  },
  {
    name: 'wing routes',
    files: /^src\/services\/(?<wing>[^/]+)\/(?:[a-z]+-)?routes(?:\.ts$|\/)/,
    may: ['domain', 'wire', 'http', 'app', 'wing rules', 'wing wire', 'wing service'],
    packages: ['zod', 'fastify', 'fastify-type-provider-zod', 'node'],
  },
  {
    name: 'wing page',
    files: /^src\/services\/(?<wing>[^/]+)\/page(?:\.tsx$|\/)/,
    may: ['domain', 'wire', 'words', 'web', 'wing rules', 'wing wire'],
    packages: ['react', 'radix-ui', '@tanstack/react-query', '@tanstack/react-router', 'zod'],
  },
  {
    name: 'wings',
    files: /^src\/services\/(?:all|routes)\.ts$/,
    may: ['domain', 'app', 'http', 'store', 'work', 'words', 'wing rules', 'wing service', 'wing routes'],
    packages: [],
  },
  { name: 'vault', files: /^src\/vault\//, may: ['domain'], packages: ['node'] },
  { name: 'intake', files: /^src\/intake\//, may: ['domain'], packages: ['node', 'csv-parse', 'iconv-lite'] },
  { name: 'documents', files: /^src\/documents\//, may: ['domain', 'words'], packages: ['node', 'pdfkit'] },
  { name: 'store', files: /^src\/store\//, may: ['domain', 'vault'], packages: ['node', 'postgres'] },
  { name: 'app', files: /^src\/app\//, may: ['domain', 'store', 'vault', 'intake', 'documents', 'words'], packages: ['node'] },
  {
    name: 'work',
    files: /^src\/work\//,
    may: ['domain', 'app', 'store', 'vault', 'words', 'documents'],
    packages: ['node', 'nodemailer', 'mailparser', 'smtp-server'],
  },
  {
    name: 'http',
    files: /^src\/http\//,
    may: ['domain', 'wire', 'app', 'words', 'documents', 'intake'],
    packages: [
      'node',
      'zod',
      'fastify',
      'fastify-type-provider-zod',
      '@fastify/cookie',
      '@fastify/helmet',
      '@fastify/multipart',
      '@fastify/static',
      '@fastify/swagger',
    ],
  },
  {
    name: 'pages',
    files: /^src\/pages\//,
    may: ['domain', 'wire', 'app', 'http', 'documents', 'words'],
    packages: ['node', 'zod', 'fastify'],
  },
  {
    name: 'web',
    files: /^src\/web\//,
    may: ['domain', 'wire', 'words', 'wing rules', 'wing wire', 'wing page'],
    packages: ['react', 'react-dom', 'radix-ui', '@tanstack/react-query', '@tanstack/react-router', 'zod'],
  },
  { name: 'verifier', files: /^src\/verifier\//, may: ['domain', 'wire', 'words'], packages: ['@noble/curves', '@noble/hashes'] },
  { name: 'extension', files: /^src\/extension\//, may: ['domain', 'wire', 'words', 'wing rules', 'wing wire'], packages: ['zod'] },
  { name: 'cli', files: /^src\/cli\//, may: ['*'], packages: ['*'] },
]

type Exception = { readonly file: RegExp; readonly to: string; readonly why: string }

/** What one file may do and its room may not. Short on purpose. */
const exceptions: readonly Exception[] = [
  { file: /^src\/domain\/time\.ts$/, to: 'temporal-polyfill', why: 'legal time is the one place that touches a calendar' },
  { file: /^src\/domain\/agreement\.ts$/, to: 'yaml', why: 'an agreement is a YAML file' },
]

export const roomOf = (file: string): Room | undefined => rooms.find(({ files }) => files.test(file))

/** Every import of the sources that goes through a wall. */
export const checkRooms = (sources: readonly Source[]): readonly Finding[] =>
  sources
    .filter(({ file }) => file.startsWith('src/') && !isTest(file))
    .flatMap((source) => {
      const room = roomOf(source.file)
      if (room === undefined)
        return [
          finding(
            source.file,
            'stands in no room: move it into one, or add its folder to the table in scripts/check-rooms.ts with what it may import',
          ),
        ]
      return source.imports.flatMap(({ specifier, start }) => {
        const fault = specifier.startsWith('.') ? throughWall(source.file, room, specifier) : foreign(source.file, room, specifier)
        return fault === null ? [] : [finding(source.at(start), fault)]
      })
    })

const throughWall = (file: string, room: Room, specifier: string): string | null => {
  const target = posix.join(posix.dirname(file), specifier)
  if (room.may.includes('*')) return null
  const other = roomOf(target)
  const wings = [wingOf(room, file), other === undefined ? undefined : wingOf(other, target)]
  if (wings[0] !== undefined && wings[1] !== undefined && wings[0] !== wings[1])
    return `the wing "${wings[0]}" imports ${target} of the wing "${wings[1]}", and wings do not know each other: move what both need into domain/ or app/`
  if (other?.name === room.name || (other !== undefined && room.may.includes(other.name))) return null
  return `${room.name} may not import ${other?.name ?? 'a file outside src/'} (${target}); it may import ${listed(room.may)}: turn the dependency round, or hand the value in as an argument`
}

const foreign = (file: string, room: Room, specifier: string): string | null => {
  const name = specifier.startsWith('node:') ? specifier : /^(?:@[^/]+\/)?[^/]+/.exec(specifier)?.[0]
  const fits = (allowed: string): boolean => allowed === '*' || allowed === name || (allowed === 'node' && specifier.startsWith('node:'))
  if (room.packages.some(fits) || exceptions.some((each) => each.file.test(file) && each.to === name)) return null
  return `${room.name} may not import "${specifier}"; it may import ${listed(room.packages)}: let a room that may do it, and take the result as an argument`
}

const wingOf = (room: Room, file: string): string | undefined => room.files.exec(file)?.groups?.['wing']

const listed = (names: readonly string[]): string => (names.length === 0 ? 'nothing else' : names.join(', '))
